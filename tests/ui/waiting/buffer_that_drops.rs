//! A `buffer` that drops items drops those of one branch.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let a = a >> buffer(8, drop_oldest);
        (a, b) >> zip >> count //~ ERROR `buffer` on `a` drops items that `b` keeps
    });
}
