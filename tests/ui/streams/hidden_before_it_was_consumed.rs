//! A stream that a later `let` hides is one that nobody reads.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9); //~ ERROR stream `rows` is never consumed
        let rows = from(9..99);
        rows >> count
    });
}
