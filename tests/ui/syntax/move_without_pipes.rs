//! `move` stands in front of a closure.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(move from(0..9) >> count); //~ ERROR expected `||` and the pipeline
}
