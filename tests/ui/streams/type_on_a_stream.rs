//! A type stands on a result, not on a stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows: u64 = from(0..9) >> map(|n| n + 1); //~ ERROR a type stands on results only
        rows >> count
    });
}
