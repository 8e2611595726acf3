//! A region keeps the order of all items, or of those of each key.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4, ordered, by = |n| n % 2) //~ ERROR options `by` and `ordered` exclude each other
            >> map(|n| n + 1)
            >> fan_in
            >> count
    );
}
