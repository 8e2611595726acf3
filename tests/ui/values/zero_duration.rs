//! A literal that is zero is reported where it stands.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> batch(8, 0ms) //~ ERROR a duration must be longer than zero
            >> count
    );
}
