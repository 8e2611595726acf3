//! A region is closed in front of a split.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> fan_out >> tee; //~ ERROR `tee` cannot stand inside `fan_out`
        (a, b) >> fan_in >> count
    });
}
