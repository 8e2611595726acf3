//! A number without a unit is no duration.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> batch(8, 200) //~ ERROR `batch` takes a duration here, but `200` is a number
            >> count
    );
}
