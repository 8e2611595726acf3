//! What the closure of `inspect` returns nobody would look at.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(["1", "x"]) >> inspect(|text| text.parse::<u8>()) >> count); //~ ERROR mismatched types
}
