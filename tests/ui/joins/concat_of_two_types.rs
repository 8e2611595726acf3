//! `concat` gives the items of all its streams, so they are of one type.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        let b = from(["x"]);
        (a, b) >> concat >> count //~ ERROR mismatched types
    });
}
