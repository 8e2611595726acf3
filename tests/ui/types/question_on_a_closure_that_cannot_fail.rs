//! The same where the `?` is a closure's.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9) >> for_each(|n| drop(n))? //~ ERROR `?` needs items that can fail
    );
}
