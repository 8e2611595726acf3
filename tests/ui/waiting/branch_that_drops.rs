//! What one branch drops the other one keeps, until it is full.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> filter(|n| n % 2 == 0);
        (a, b) >> zip >> count //~ ERROR `filter` on `b` drops items that `a` keeps
    });
}
