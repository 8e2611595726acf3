//! A tail without a sink has no result to run for.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> map(|n| n + 1)).run(); //~ ERROR the tail of this pipeline
}
