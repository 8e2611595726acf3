//! A result is no use of the outer variable of that name.

#![deny(unused_variables)]

use pipewright::prelude::*;

fn main() {
    let total = 1; //~ ERROR unused variable: `total`
    let _ = pipeline!({
        let total = from(0..9) >> sum::<u64>();
        total
    });
}
