//! The one type that a pipeline declares is its error.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        type Item = u64; //~ ERROR expected `type Error = ..;`
        from(0..9) >> count
    });
}
