//! A chain starts with a source or a stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(map(|n: u64| n + 1) >> count); //~ ERROR `map` needs a stream in front of it
}
