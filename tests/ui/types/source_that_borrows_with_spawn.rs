//! The same for a source.

use pipewright::prelude::*;

fn main() {
    let rows = vec![1, 2];
    let _ = pipeline!(move || from(&rows) >> count).spawn(); //~ ERROR does not live long enough
}
