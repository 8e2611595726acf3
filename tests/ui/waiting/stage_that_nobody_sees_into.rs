//! What `through` does only the user knows.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let (a, b) = from(0..9) >> tee;
        let b = b >> through(|items| items.skip(1));
        (a, b) >> zip >> count //~ ERROR `zip` needs to know how many items `through` gives
    });
}
