//! `unzip` takes pairs apart.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b, c) = from([(1, 2)]) >> unzip; //~ ERROR `unzip` gives two streams, but three names are bound
        a >> discard;
        (b, c) >> fan_in >> count
    });
}
