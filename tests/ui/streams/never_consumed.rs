//! A stream that nobody reads is reported at its name.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (audit, work) = from(0..9) >> tee; //~ ERROR stream `audit` is never consumed
        work >> count
    });
}
