//! Mistakes in different statements are all reported, each once.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee -> count; //~ ERROR stages are joined by `>>`
        let n = from(0..9) >> match; //~ ERROR expected a stage, found keyword `match`
        let m = from(0..9) >> count;
        (n, m)
    });
}
