//! An option that the stage does not have.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4, size = 3) //~ ERROR unknown option `size` for `fan_out`
            >> map(|n| n + 1)
            >> count
    );
}
