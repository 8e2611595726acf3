//! `scan` remembers across items, so it would do so on each worker.

use pipewright::prelude::*;

fn add(sum: &mut u64, n: u64) -> Option<u64> {
    *sum += n;
    Some(*sum)
}

fn main() {
    let _ = pipeline!(
        from(0..9_u64)
            >> fan_out(2)
            >> scan(0, add) //~ ERROR `scan` inside `fan_out(2)` would count on each worker
            >> fan_in
            >> count
    );
}
