//! An open pipeline has one output.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| x >> tee); //~ ERROR `tee` cannot stand in an open pipeline
}
