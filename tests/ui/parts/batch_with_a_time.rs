//! A `batch` with a time is no fused stage.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| x >> batch(10, 1s)); //~ ERROR `batch` with a time cannot stand in an open pipeline
}
