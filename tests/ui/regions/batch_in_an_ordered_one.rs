//! A stage that holds items back stops an ordered region.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4, ordered)
            >> batch(3) //~ ERROR `batch` inside `fan_out(4, ordered)` would hold items back
            >> fan_in
            >> count
    );
}
