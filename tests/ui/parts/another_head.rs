//! An open pipeline begins with its input.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| y >> map(|n| n + 1)); //~ ERROR an open pipeline has one input
}
