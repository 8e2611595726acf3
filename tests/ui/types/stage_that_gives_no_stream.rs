//! A user's own stage gives what can be iterated.

use pipewright::prelude::*;

trait Condense: Iterator<Item = u64> + Sized {
    fn condense(self) -> u64 {
        self.sum()
    }
}

impl<I: Iterator<Item = u64>> Condense for I {}

fn main() {
    let _ = pipeline!(from([1u64]) >> condense >> count); //~ ERROR `u64` is not an iterator
}
