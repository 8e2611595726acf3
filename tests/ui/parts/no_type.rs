//! The input of an open pipeline has its type written down.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(|x| x >> map(|n| n + 1)); //~ ERROR expected the input of an open pipeline
}
