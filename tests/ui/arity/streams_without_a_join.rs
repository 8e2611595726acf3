//! Several streams alone are no chain.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        let b = from(0..9);
        let both = (a, b); //~ ERROR several streams need a stage that joins them
        both >> count
    });
}
