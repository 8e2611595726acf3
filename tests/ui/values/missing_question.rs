//! A stage that can fail has a `?`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(["1"])
            >> try_map_init(|| "9".parse(), |n: &mut u8, _| Ok(*n)) //~ ERROR needs a `?`
            >> count
    );
}
