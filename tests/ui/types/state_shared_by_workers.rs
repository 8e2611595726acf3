//! Workers do not change what they share.

use pipewright::prelude::*;

fn main() {
    let mut n = 0;
    let _ = pipeline!(
        from(0..9) >> fan_out(2) >> for_each(|x| n += x) //~ ERROR cannot borrow `n` as mutable
    );
}
