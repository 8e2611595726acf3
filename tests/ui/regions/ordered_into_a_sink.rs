//! An ordered region gives its order only through `fan_in`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> fan_out(4, ordered) >> count); //~ ERROR only through `fan_in`
}
