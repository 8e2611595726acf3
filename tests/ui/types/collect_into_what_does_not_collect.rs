//! What is collected into is a collection of these items.

use pipewright::prelude::*;

fn main() {
    let _: Result<u64, _> = pipeline!(from([1u64]) >> collect).run(); //~ ERROR cannot be built
}
