//! A sink that needs the end of the stream never gets it from `ticks`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(ticks(1s) >> map(|_| 1) >> sum::<u64>()); //~ ERROR `ticks` never ends, so `sum` never gives a result
}
