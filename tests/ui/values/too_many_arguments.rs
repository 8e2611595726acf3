//! A stage of the table has as many arguments as it takes.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> batch(8, 1s, 2s) //~ ERROR `batch` takes a count and an optional time
            >> count
    );
}
