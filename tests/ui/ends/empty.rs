//! An empty pipeline: the one error that can only stand at the whole macro.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(); //~ ERROR this pipeline is empty
}
