//! The number of workers is a count.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> fan_out("4") >> count); //~ ERROR mismatched types
}
