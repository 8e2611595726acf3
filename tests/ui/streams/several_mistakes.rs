//! Mistakes in different chains are all reported, each once and in the order of the source.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (copy, rest) = from(0..9) >> tee; //~ ERROR stream `copy` is never consumed
        let n = rest >> batch(0) >> count; //~ ERROR `batch` needs at least one item
        let m = from(0..9) >> fan_out(2) >> fold(0, |a, b| a + b); //~ ERROR `fold` has no meaning
        (n, m)
    });
}
