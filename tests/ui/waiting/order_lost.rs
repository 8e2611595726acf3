//! `zip` pairs by position: workers without `ordered` lose it.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> fan_out(4) >> map(|n| n + 1) >> fan_in;
        (a, b) >> zip >> count //~ ERROR `fan_out(4)` on `b` loses the order
    });
}
