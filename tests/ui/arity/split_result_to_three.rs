//! A `Result` has two sides.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b, c) = from([Ok(1), Err(2)]) >> split_result; //~ ERROR but three names are bound
        a >> count
    });
}
