//! Two stages without `>>` between them.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline! { from(0..9) >> take(3) count }; //~ ERROR expected `>>` or `;` after `take
}
