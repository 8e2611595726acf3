//! A size is no count.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> buffer(64kb) //~ ERROR `buffer` takes a count here, but `64kb` is a size
            >> count
    );
}
