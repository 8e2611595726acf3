//! A word that is nearly one that shapes the graph: only that word is reported.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9)
            >> fan_ot(4) //~ ERROR cannot find stage `fan_ot`
            >> map(|n| n + 1)
            >> fan_in
            >> count
    );
}
