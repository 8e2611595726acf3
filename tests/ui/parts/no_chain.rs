//! An input that goes nowhere.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x: Stream<u8>| {}); //~ ERROR stream `x` is never consumed
}
