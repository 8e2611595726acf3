//! Some options say something.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(from(0..9) >> fan_out(4, by) >> map(|n| n + 1) >> count); //~ ERROR option `by` needs a value
}
