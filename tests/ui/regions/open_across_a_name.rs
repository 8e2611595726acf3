//! A region is closed before its stream gets a name.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9) >> fan_out >> cloned; //~ ERROR the workers of `fan_out` never meet
        rows >> fan_in >> count
    });
}
