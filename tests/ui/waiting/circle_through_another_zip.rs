//! Two sources and two `zip`s make a circle; one mistake in it is one error.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (x, x2) = from(0..9) >> tee;
        let (y, y2) = from(0..9) >> tee;
        let x = x >> filter(|n| n % 2 == 0);
        let n = (x, y) >> zip >> count; //~ ERROR `filter` on `x` drops items
        let m = (x2, y2) >> zip >> count;
        (n, m)
    });
}
