//! Some options are a word.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> buffer(8, drop_oldest = true) >> count); //~ ERROR option `drop_oldest` takes no value
}
