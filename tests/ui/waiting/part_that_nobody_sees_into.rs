//! What an open pipeline does is not seen where it is spliced in.

use pipewright::Part;
use pipewright::prelude::*;

fn doubled() -> impl Part<i32, i32> {
    pipeline!(|numbers: Stream<i32>| numbers >> map(|n| n * 2))
}

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> via(doubled());
        (a, b) >> zip >> count //~ ERROR `zip` needs to know how many items `via` gives
    });
}
