//! Items that cannot be compared.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from([1f64]) >> max); //~ ERROR the trait bound `f64: Ord` is not satisfied
}
