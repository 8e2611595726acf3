//! A word that is nearly a sink: only that word is reported.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9) >> map(|n| n + 1) >> colect::<Vec<u64>>() //~ ERROR cannot find stage `colect`
    );
}
