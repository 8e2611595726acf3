//! A statement without its `;`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline! {
        let n = from(0..9) >> count
        let m = from(0..9) >> count; //~ ERROR expected `>>` or `;` after `count`
        n + m
    };
}
