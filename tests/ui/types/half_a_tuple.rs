//! A tuple pattern takes a result apart that is one.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (least, most) = from(0..9) >> count; //~ ERROR mismatched types
        (least, most)
    });
}
