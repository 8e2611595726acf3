//! An open pipeline has no source, so it cannot run.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| x >> map(|n| n + 1)).run(); //~ ERROR no method named `run`
}
