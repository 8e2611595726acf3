//! What `?` opens is one stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from([Some(1)]) >> tee?; //~ ERROR `?` cannot stand behind `tee`
        (a, b) >> fan_in >> count
    });
}
