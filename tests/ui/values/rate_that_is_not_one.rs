//! `rate` can say one thing only.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> through(|n| n, rate = 2) >> count); //~ ERROR `rate` can only be `1`
}
