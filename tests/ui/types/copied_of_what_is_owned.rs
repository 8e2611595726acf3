//! `copied` takes references.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from([1u8])
            >> copied //~ ERROR `cloned` and `copied` take references, but
            >> map(|n| n + 1)
            >> count
    );
}
