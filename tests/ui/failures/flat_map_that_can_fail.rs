//! `flat_map` would throw away the failures that its closure returns.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(["1", "x"])
            >> flat_map(|text| text.parse::<u8>()) //~ ERROR the failures of this stream are dropped
            >> sum::<u8>()
    );
}
