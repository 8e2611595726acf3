//! `bridge` drains receivers. The compiler says it once more for the stage that follows.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from([1_u8]) >> bridge >> count //~ ERROR expected
    );
}
