//! A `concat` closes a circle through a `zip` of other streams.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (x, x2) = from(0..9) >> tee;
        let (y, y2) = from(0..9) >> tee;
        let n = (x, y) >> concat >> count; //~ ERROR `x` and `y` wait for each other
        let m = (x2, y2) >> zip >> count;
        (n, m)
    });
}
