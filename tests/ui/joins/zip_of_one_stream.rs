//! `zip` needs something to pair with.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        from(0..9) >> zip >> count //~ ERROR `zip` needs at least two streams, but has one
    });
}
