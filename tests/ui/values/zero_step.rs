//! A literal that is zero is reported where it stands.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> step_by(0) //~ ERROR `step_by` needs a step of at least one
            >> count
    );
}
