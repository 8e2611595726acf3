//! A stage is a method: the compiler names the one that was meant.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> mpa(|n| n + 1) >> count); //~ ERROR no method named `mpa` found
}
