//! `max_by` needs to be told how to compare.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64) >> max_by //~ ERROR `max_by` takes a function, but has no arguments
    );
}
