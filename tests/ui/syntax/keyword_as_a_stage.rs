//! A keyword is no stage.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline! { from(0..9) >> match }; //~ ERROR expected a stage, found keyword `match`
}
