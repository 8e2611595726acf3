//! A batch that waits for a time is a boundary.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4)
            >> batch(8, 1s) //~ ERROR `batch` with a time cannot stand inside `fan_out(4)`
            >> count
    );
}
