//! Most stages take one stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        let b = from(0..9);
        (a, b) >> map(|n| n + 1) >> count //~ ERROR `map` takes one stream, but has two
    });
}
