//! A source stands first.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> from(9..99) //~ ERROR `from` starts a stream; it cannot stand after another stage
            >> count
    );
}
