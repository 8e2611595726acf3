//! `_` would leave a stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (rows, _) = from([Ok(1), Err(2)]) >> split_result; //~ ERROR `_` would leave a stream
        rows >> count
    });
}
