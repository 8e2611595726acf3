//! `max_by_key` needs to be told how to compare.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64) >> max_by_key //~ ERROR `max_by_key` takes a function, but has no arguments
    );
}
