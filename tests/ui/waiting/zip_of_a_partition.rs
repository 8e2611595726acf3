//! One side of a `partition` may stay empty while the other one fills.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (even, odd) = from(0..9) >> partition(|n| n % 2 == 0);
        (even, odd) >> zip >> count //~ ERROR `even` and `odd` both come from one `partition`
    });
}
