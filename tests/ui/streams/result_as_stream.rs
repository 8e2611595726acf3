//! The result of a sink does not flow on.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let total = from(0..9) >> sum::<u64>();
        total >> map(|n| n + 1) >> count //~ ERROR `total` is a result, not a stream
    });
}
