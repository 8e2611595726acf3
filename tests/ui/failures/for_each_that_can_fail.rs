//! What the closure of `for_each` returns nobody would look at.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(["1", "x"]) >> for_each(|text| text.parse::<u8>())); //~ ERROR mismatched types
}
