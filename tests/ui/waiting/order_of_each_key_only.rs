//! A key keeps the order of its own items, not of all.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> fan_out(4, by = |n| n % 3) >> map(|n| n + 1) >> fan_in;
        (a, b) >> zip >> count //~ ERROR `zip` pairs by position
    });
}
