//! The same behind a sink.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9) >> count? //~ ERROR `?` needs items that can fail, but these are `usize`
    );
}
