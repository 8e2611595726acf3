//! A merge ends when all its streams have ended.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        let b = ticks(1s) >> map(|_| 0);
        (a, b) >> fan_in >> count //~ ERROR `ticks` never ends, so `count` never gives a result
    });
}
