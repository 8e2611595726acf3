//! The same on each worker.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(["1", "x"])
            >> fan_out(2)
            >> map(|text| text.parse::<u8>())
            >> count //~ ERROR the failures of this stream are dropped
    );
}
