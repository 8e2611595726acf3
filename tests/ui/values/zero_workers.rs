//! A literal that is zero is reported where it stands.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(0) //~ ERROR `fan_out` needs at least one worker
            >> map(|n| n + 1)
            >> count
    );
}
