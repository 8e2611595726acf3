//! A result is there when the run has ended, not before; an outer name is not taken silently.

use pipewright::prelude::*;

fn main() {
    let total = 1;
    let _ = pipeline!({
        let total = from(0..9) >> sum::<u64>();
        let n = from(0u64..9) >> filter(|n| *n < total) >> count; //~ ERROR mismatched types
        (total, n)
    });
    assert_eq!(total, 1);
}
