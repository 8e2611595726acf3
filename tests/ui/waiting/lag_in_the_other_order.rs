//! The item that `tee` has in hand finds no room where `zip` reads this branch last.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let a = a >> buffer(8);
        let b = b >> skip(8);
        (b, a) >> zip >> count //~ ERROR `skip(8)` on `b` needs `buffer(9)` or more on `a`
    });
}
