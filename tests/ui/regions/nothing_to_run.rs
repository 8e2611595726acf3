//! Workers need something to do.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(2) //~ ERROR `fan_out(2)` has nothing to run
            >> fan_in
            >> count
    );
}
