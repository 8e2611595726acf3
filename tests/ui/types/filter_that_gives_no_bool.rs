//! A predicate says yes or no.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from([1u8]) >> filter(|n| n + 1) >> count); //~ ERROR mismatched types
}
