//! A fold of each worker is not a fold of the stream.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9) >> fan_out(4) >> fold(0, |sum, n| sum + n) //~ ERROR `fold` has no meaning
    );
}
