//! An option that is nearly one of the stage.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4, orderd) //~ ERROR unknown option `orderd` for `fan_out`
            >> map(|n| n + 1)
            >> fan_in
            >> count
    );
}
