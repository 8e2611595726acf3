//! A `tee` clones.

use pipewright::prelude::*;

struct Big;

fn main() {
    let _ = pipeline!({
        let (a, b) = from([Big]) >> tee; //~ ERROR but `Big` is not `Clone`
        (a, b) >> fan_in >> count
    });
}
