//! What a chain gives goes somewhere.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        from(0..9) >> map(|n| n + 1); //~ ERROR this chain has no sink and no name
        from(0..9) >> count
    });
}
