//! `skip_while` remembers across items, so it would do so on each worker.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64)
            >> fan_out(2)
            >> skip_while(|n| *n < 3) //~ ERROR `skip_while` inside `fan_out(2)` would count on each worker
            >> fan_in
            >> count
    );
}
