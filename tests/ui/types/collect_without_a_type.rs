//! `collect` follows its type or the binding.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> collect).run(); //~ ERROR type annotations needed
}
