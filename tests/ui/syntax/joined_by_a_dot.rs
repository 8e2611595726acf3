//! Stages are joined by `>>`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9).count); //~ ERROR stages are joined by `>>`
}
