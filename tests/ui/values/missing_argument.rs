//! A stage without what it takes.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> map //~ ERROR `map` takes a function, but has no arguments
            >> count
    );
}
