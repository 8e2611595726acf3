//! What the compiler behind `pipeline!` says and writes, asked in process: no `rustc` runs here.
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "the snapshots are written by a tool, hashes and all"
)]

mod diagnostics_arity;
mod diagnostics_bindings;
mod diagnostics_endless;
mod diagnostics_ends;
mod diagnostics_heads;
mod diagnostics_joins;
mod diagnostics_none;
mod diagnostics_options;
mod diagnostics_options_values;
mod diagnostics_parts;
mod diagnostics_regions;
mod diagnostics_several;
mod diagnostics_statements;
mod diagnostics_streams;
mod diagnostics_syntax;
mod diagnostics_values;
mod diagnostics_waiting;
mod diagnostics_waiting_accepted;
mod diagnostics_waiting_walks;
mod expansion;
mod hostile;
mod messages;
mod stage_table;
mod waiting_model;
