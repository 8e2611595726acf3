//! A pattern is a name or a flat tuple of names.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9);
        let (a, (b, c)) = rows >> tee; //~ ERROR a pattern here is a name or a flat tuple of names
        a >> count
    });
}
