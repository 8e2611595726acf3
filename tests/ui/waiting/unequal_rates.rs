//! Batches on one branch only leave the other one ever further behind.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> batch(100);
        (a, b) >> zip >> count //~ ERROR `b` gives one item for every 100 of `a`
    });
}
