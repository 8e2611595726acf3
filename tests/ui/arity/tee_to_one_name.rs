//! A `tee` with one branch is none.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let copy = from(0..9) >> tee; //~ ERROR gives at least two streams, but one name is bound
        copy >> count
    });
}
