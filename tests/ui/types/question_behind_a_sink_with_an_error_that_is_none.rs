//! The same behind a sink.

use pipewright::prelude::*;

struct Odd;

fn main() {
    let _ = pipeline!(from([Err::<u8, _>(Odd)]) >> first??); //~ ERROR `?` cannot turn `Odd`
}
