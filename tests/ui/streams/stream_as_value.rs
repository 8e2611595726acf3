//! The tail is an expression over results, not over streams.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9);
        let n = from(0..9) >> count;
        (rows, n) //~ ERROR stream `rows` has no result
    });
}
