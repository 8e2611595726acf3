//! A stage that counts would count something else on each worker.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..)
            >> fan_out(4)
            >> map(|n| n + 1)
            >> take(3) //~ ERROR `take` inside `fan_out(4)` would count on each worker
            >> count
    );
}
