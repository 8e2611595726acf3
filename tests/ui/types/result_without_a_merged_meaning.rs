//! A sink in a region merges the parts: the type has to be able to.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(["a"]) >> fan_out(2) >> collect::<Box<[_]>>()); //~ ERROR `Box<[&str]>`
}
