//! `concat` reads one branch to its end while the other one fills.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        (a, b) >> concat >> count //~ ERROR `a` and `b` both come from one `tee`
    });
}
