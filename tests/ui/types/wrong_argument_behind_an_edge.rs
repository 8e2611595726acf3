//! The same behind a boundary.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from([1u64])
            >> buffer(4) //~ ERROR type mismatch in closure arguments
            >> map(|text: String| text) //~ ERROR type mismatch in closure arguments
            >> count
    );
}
