//! Nothing follows a sink.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> collect
            >> map(|n| n + 1) //~ ERROR `collect` ends the stream; nothing can follow it
            >> count
    );
}
