//! The type that stands on a result.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let n: u32 = from(0..9) >> count; //~ ERROR mismatched types
        n
    });
}
