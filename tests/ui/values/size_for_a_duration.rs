//! A size is no duration.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> batch(8, 64kb) //~ ERROR `batch` takes a duration here, but `64kb` is a size
            >> count
    );
}
