//! `unzip` needs pairs.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> unzip; //~ ERROR to be an iterator that yields `(_, _)`
        a >> discard;
        b >> discard;
    });
}
