//! Merged streams give the same type.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let numbers = from([1u64, 2]);
        let words = from(["a", "b"]);
        (numbers, words) >> fan_in >> count //~ ERROR this stream gives `&str`
    });
}
