//! A literal that another macro hands on is looked at as well.

use pipewright::prelude::*;

macro_rules! workers {
    ($n:literal) => {
        pipeline!(from(0..9) >> fan_out($n) >> cloned >> count)
    };
}

fn main() {
    let _ = workers!(0); //~ ERROR `fan_out` needs at least one worker
}
