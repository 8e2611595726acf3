//! An open pipeline has one input.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>, y: Stream<u8>| x >> map(|n| n + 1)); //~ ERROR an open pipeline has one input
}
