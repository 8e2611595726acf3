//! A join has several streams in front of it.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        (a) >> fan_in >> count //~ ERROR `fan_in` needs at least two streams, but has one
    });
}
