//! A user's own source is handed to `from`.

use pipewright::prelude::*;

fn numbers(n: u64) -> std::ops::Range<u64> {
    0..n
}

fn main() {
    let _ = pipeline!(numbers(9) >> count); //~ ERROR cannot find source `numbers`
}
