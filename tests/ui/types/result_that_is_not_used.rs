//! A result that nobody uses warns like a variable.

#![deny(unused_variables)]

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let total = from(0..9) >> sum::<u64>(); //~ ERROR unused variable: `total`
        from(0..9) >> count
    });
}
