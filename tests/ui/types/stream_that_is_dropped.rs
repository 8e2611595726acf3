//! The same where the tail is a stream.

#![deny(unused_must_use)]

use pipewright::prelude::*;

fn main() {
    pipeline!(from(0..9) >> map(|n| n + 1)); //~ ERROR unused `OpenPipeline` that must be used
}
