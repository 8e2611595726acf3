//! Two threads do not change one local.

use pipewright::prelude::*;

fn main() {
    let mut log = Vec::new();
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        a >> for_each(|n| log.push(n));
        b >> for_each(|n| log.push(n)) //~ ERROR cannot borrow `log` as mutable
    });
}
