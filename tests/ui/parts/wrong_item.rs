//! `via` splices in what takes the items that there are.

use pipewright::prelude::*;

fn main() {
    let lengths = pipeline!(|words: Stream<String>| words >> map(|word| word.len()));
    let _ = pipeline!(from(0..9) >> via(lengths) >> count); //~ ERROR type mismatch in closure arguments
}
