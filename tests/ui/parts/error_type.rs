//! The error is that of the pipeline into which it is spliced.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| { //~ ERROR an open pipeline has no error of its own
        type Error = String;
        x >> map(|n| n + 1)
    });
}
