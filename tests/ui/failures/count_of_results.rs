//! `count` would count the failures with the rest.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(["1", "x"]) >> map(|text| text.parse::<u8>()) >> count); //~ ERROR the failures of this stream are dropped
}
