//! The streams of a split are bound before anything follows.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> tee //~ ERROR `tee` gives several streams; bind them first
            >> count
    );
}
