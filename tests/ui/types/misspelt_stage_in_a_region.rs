//! The same on the workers.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(2)
            >> fliter(|n| n % 2 == 0) //~ ERROR no method named `fliter` found
            >> fan_in
            >> count
    );
}
