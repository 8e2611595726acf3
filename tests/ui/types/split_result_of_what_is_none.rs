//! `split_result` takes `Result`s.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (good, bad) = from(0..9) >> split_result; //~ ERROR `Result
        good >> discard;
        bad >> count
    });
}
