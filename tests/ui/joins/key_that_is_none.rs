//! The key of a `fan_out` is hashed.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        from(0..9) >> fan_out(4, by = |n| f64::from(*n)) >> map(|n| n + 1) >> fan_in >> count //~ ERROR `f64: Hash` is not satisfied
    });
}
