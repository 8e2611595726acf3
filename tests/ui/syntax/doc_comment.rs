//! A doc comment is an attribute, not a comment.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        /// All rows. //~ ERROR attributes are not supported here
        let rows = from(0..9);
        rows >> count
    });
}
