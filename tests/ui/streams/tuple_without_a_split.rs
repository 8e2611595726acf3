//! Several names need a stage that gives several streams.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9);
        let (a, b) = rows >> take(3); //~ ERROR `take` gives one stream, but two names are bound
        (a, b) >> fan_in >> count
    });
}
