//! What ends a run is an error.

use pipewright::prelude::*;

struct Odd;

fn main() {
    let _ = pipeline!(from([Err::<u8, _>(Odd)])? >> count); //~ ERROR `?` cannot turn `Odd`
}
