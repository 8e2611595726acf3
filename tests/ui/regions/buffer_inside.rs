//! A queue has no business between workers.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4)
            >> map(|n| n + 1)
            >> buffer(8) //~ ERROR `buffer` cannot stand inside `fan_out(4)`
            >> count
    );
}
