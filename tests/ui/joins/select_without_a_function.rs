//! `select` calls one function a stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let a = from(0..9);
        let b = from(["x"]);
        (a, b) >> select(0, |_, _, _| ()) >> collect::<Vec<u8>>() //~ ERROR `select` takes an initial state and a function for each stream
    });
}
