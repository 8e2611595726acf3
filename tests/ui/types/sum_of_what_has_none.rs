//! Items that have no sum.

use pipewright::prelude::*;

struct Total;

fn main() {
    let _ = pipeline!(from(["a"]) >> sum::<Total>()); //~ ERROR cannot be made by summing
}
