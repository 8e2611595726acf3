//! A split that a branch goes through may send its items elsewhere.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let (c, d) = b >> partition(|n| n % 2 == 0);
        let odd = d >> count;
        let even = (a, c) >> zip >> count; //~ ERROR `partition` on `c` drops items that `a` keeps
        (odd, even)
    });
}
