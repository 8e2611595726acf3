//! A Rust variable is no stream; the help makes it one.

use pipewright::prelude::*;

fn main() {
    let files = vec![1, 2, 3];
    let _ = pipeline!(
        files //~ ERROR cannot find stream `files` in this pipeline
            >> map(|n| n + 1)
            >> count
    );
}
