//! A full `buffer` drops one end or the other.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> buffer(8, drop_oldest, drop_newest) //~ ERROR options `drop_newest` and `drop_oldest` exclude each other
            >> count
    );
}
