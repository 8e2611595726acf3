//! `route` needs streams to choose from.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9) >> route(|n| n % 2); //~ ERROR `route` gives at least two streams, but one name is bound
        a >> count
    });
}
