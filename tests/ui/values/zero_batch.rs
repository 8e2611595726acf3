//! A literal that is zero is reported where it stands.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> batch(0) //~ ERROR `batch` needs at least one item
            >> count
    );
}
