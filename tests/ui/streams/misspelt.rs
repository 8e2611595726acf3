//! A name that is nearly that of a stream is reported with that stream, and nothing else is.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9);
        rws >> count //~ ERROR cannot find stream `rws` in this pipeline
    });
}
