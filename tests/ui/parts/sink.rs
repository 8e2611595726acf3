//! An open pipeline has an output.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| x >> count); //~ ERROR `count` cannot stand in an open pipeline
}
