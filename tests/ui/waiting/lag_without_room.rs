//! What one branch skips the other one must be able to hold.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> skip(8);
        (a, b) >> zip >> count //~ ERROR `skip(8)` on `b` needs `buffer(8)` or more on `a`
    });
}
