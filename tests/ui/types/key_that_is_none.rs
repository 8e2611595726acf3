//! What counts by a key needs one that can be hashed.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from([1f64]) >> count_by(|n| n)); //~ ERROR but `f64` cannot be
}
