//! An open pipeline does nothing until it is spliced in.

#![deny(unused_must_use)]

use pipewright::prelude::*;

fn main() {
    pipeline!(|x: Stream<u8>| x >> map(|n| n + 1)); //~ ERROR unused
}
