//! A closure takes the items of its stream. (The compiler checks it again for what follows.)

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from([1u64]) //~ ERROR type mismatch in closure arguments
            >> map(|text: String| text) //~ ERROR type mismatch in closure arguments
            >> count
    );
}
