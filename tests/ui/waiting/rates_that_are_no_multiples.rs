//! Both branches gather, but not the same number.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let a = a >> batch(6);
        let b = b >> step_by(4);
        (a, b) >> zip >> count //~ ERROR `a` gives 2 items for every 3 of `b`
    });
}
