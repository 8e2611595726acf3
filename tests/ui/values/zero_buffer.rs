//! A literal that is zero is reported where it stands.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> buffer(0) //~ ERROR `buffer` needs room for at least one item
            >> count
    );
}
