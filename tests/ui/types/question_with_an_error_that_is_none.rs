//! What ends a run is an error.

use pipewright::prelude::*;

struct Odd;

fn main() {
    let _ = pipeline!(
        from([Err::<u8, _>(Odd)]) //~ ERROR `?` cannot turn `Odd` into the error of this pipeline
            >> map(|r| r)?
            >> count
    );
}
