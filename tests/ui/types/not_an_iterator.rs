//! `from` takes what can be iterated.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(5u8) //~ ERROR `u8` is not an iterator
            >> map(|n| n + 1)
            >> buffer(4)
            >> count
    );
}
