//! Attributes on statements say nothing.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        #[allow(unused)] //~ ERROR attributes are not supported here
        let n = from(0..9) >> count;
        n
    });
}
