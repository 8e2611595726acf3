//! The items that come out are those of the open pipeline's end.

use pipewright::prelude::*;

fn main() {
    let lengths = pipeline!(|words: Stream<&str>| words >> map(|word| word.len()));
    let _ = pipeline!(from(["a"]) >> via(lengths) >> map(|n| n.to_uppercase()) >> count); //~ ERROR no method named `to_uppercase`
}
