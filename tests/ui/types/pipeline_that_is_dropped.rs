//! A pipeline does nothing until it runs.

#![deny(unused_must_use)]

use pipewright::prelude::*;

fn main() {
    pipeline!(from(0..9) >> count); //~ ERROR unused `Pipeline` that must be used
}
