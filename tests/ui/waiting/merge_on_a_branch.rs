//! What is merged into a branch the other one has not.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let more = from(0..9);
        let b = (b, more) >> fan_in;
        (a, b) >> zip >> count //~ ERROR `fan_in` on `b` gives another number of items
    });
}
