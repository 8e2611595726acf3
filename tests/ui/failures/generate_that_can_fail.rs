//! A closure of `generate` that can fail needs its `?`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        generate(|out| -> Result<(), String> { //~ ERROR what the closure of `generate` returns is dropped
            let _ = out.push(1);
            Err("no".to_owned())
        }) >> count
    );
}
