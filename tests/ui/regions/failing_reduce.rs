//! A reduction that may fail cannot merge what the workers give.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0u8..9) >> fan_out(4) >> reduce(|a, b| a.checked_add(b))? //~ ERROR no meaning
    );
}
