//! `route` is told the number of a stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> route(|n| n % 2 == 0); //~ ERROR mismatched types
        let n = a >> count;
        let m = b >> count;
        (n, m)
    });
}
