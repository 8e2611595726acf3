//! Nobody knows how many items `flat_map` gives.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> flat_map(|n| 0..n);
        (a, b) >> zip >> count //~ ERROR `flat_map` on `b` gives another number of items
    });
}
