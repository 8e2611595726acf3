//! `enumerate` remembers across items, so it would do so on each worker.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64)
            >> fan_out(2)
            >> enumerate //~ ERROR `enumerate` inside `fan_out(2)` would count on each worker
            >> fan_in
            >> count
    );
}
