//! An option is given once.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_out(4, ordered, ordered) //~ ERROR option `ordered` is given more than once
            >> map(|n| n + 1)
            >> fan_in
            >> count
    );
}
