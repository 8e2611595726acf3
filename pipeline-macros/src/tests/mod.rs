//! What the compiler behind `pipeline!` says and writes, asked in process: no `rustc` runs here.

mod diagnostics_ends;
mod stage_table;
