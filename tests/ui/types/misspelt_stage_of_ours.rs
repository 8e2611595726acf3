//! The same for a stage that `Iterator` does not have.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> bacth(3) >> count); //~ ERROR no method named `bacth` found
}
