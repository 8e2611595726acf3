//! `map_init` takes the making of the state and the stage.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64)
            >> map_init(|| 0) //~ ERROR `map_init` takes a function that makes the state and a function, but has one argument
            >> count
    );
}
