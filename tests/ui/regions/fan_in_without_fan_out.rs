//! `fan_in` behind one stream closes a region, so there must be one.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> map(|n| n + 1)
            >> fan_in //~ ERROR `fan_in` closes a `fan_out`, and none is open here
            >> count
    );
}
