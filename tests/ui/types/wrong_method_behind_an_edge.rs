//! The type of an item is known behind a boundary.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from([1u64])
            >> buffer(4)
            >> map(|n| n.length()) //~ ERROR no method named `length` found for type `u64`
            >> count
    );
}
