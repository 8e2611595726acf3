//! The workers of a region meet again.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4) //~ ERROR the workers of `fan_out(4)` never meet again
            >> map(|n| n + 1)
    );
}
