//! `min_by_key` needs to be told how to compare.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64) >> min_by_key //~ ERROR `min_by_key` takes a function, but has no arguments
    );
}
