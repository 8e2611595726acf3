//! A word that is nearly a source is reported with it.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(form(0..9) >> count); //~ ERROR cannot find source `form`
}
