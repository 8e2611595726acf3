//! An open pipeline is one chain.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| {
        let y = x >> map(|n| n + 1); //~ ERROR an open pipeline is one chain
        y >> map(|n| n + 1)
    });
}
