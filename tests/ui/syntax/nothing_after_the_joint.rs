//! A chain that stops at `>>`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline! { from(0..9) >> map(|n| n + 1) >> }; //~ ERROR expected a stage after `>>`
}
