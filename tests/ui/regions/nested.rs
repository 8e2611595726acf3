//! A region in a region.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4)
            >> map(|n| n + 1)
            >> fan_out(2) //~ ERROR regions cannot be nested
            >> map(|n| n * 2)
            >> count
    );
}
