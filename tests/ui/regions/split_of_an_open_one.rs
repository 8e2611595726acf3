//! A region is closed in front of a split.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> fan_out >> tee; //~ ERROR the workers of `fan_out` never meet
        (a, b) >> fan_in >> count
    });
}
