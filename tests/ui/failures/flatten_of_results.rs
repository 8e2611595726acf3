//! `flatten` would throw the failures away.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(["1", "x"])
            >> map(|text| text.parse::<u8>())
            >> flatten //~ ERROR the failures of this stream are dropped
            >> sum::<u8>()
    );
}
