//! Streams are declared in front of their use.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let n = late >> count; //~ ERROR stream `late` is used before it is declared
        let late = from(0..9);
        n
    });
}
