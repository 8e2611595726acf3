//! How many items `skip` drops must be written down in front of a `zip`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> skip(std::env::args().len());
        (a, b) >> zip >> count //~ ERROR `zip` needs to know how many items `skip` gives
    });
}
