//! A word of a stage to come is kept for it.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        let b = from(0..9);
        (a, b) >> join >> count //~ ERROR `join` is reserved for a stage of the next version
    });
}
