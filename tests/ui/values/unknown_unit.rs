//! A unit that is none of ours, and none of Rust.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> batch(8, 50sec) //~ ERROR unknown unit `sec` in `50sec`
            >> count
    );
}
