//! What the compiler behind `pipeline!` says and writes, asked in process: no `rustc` runs here.

mod diagnostics_ends;
mod diagnostics_waiting;
mod stage_table;
