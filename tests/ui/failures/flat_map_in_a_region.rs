//! The same on each worker.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(["1", "x"])
            >> fan_out(2)
            >> flat_map(|text| text.parse::<u8>()) //~ ERROR the failures of this stream are dropped
            >> fan_in
            >> sum::<u8>()
    );
}
