//! The tail is one stream, or a result.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9);
        rows >> partition(|n| n % 2 == 0) //~ ERROR `partition(..)` gives several
    });
}
