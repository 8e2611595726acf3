//! What the workers of a region share is `Sync`.

use pipewright::prelude::*;
use std::cell::Cell;

fn main() {
    let seen = Cell::new(0);
    let _ = pipeline!(
        from(0..9)
            >> fan_out(2) //~ ERROR `Cell<i32>` cannot be shared between threads safely
            >> for_each(|n| seen.set(n))
    );
}
