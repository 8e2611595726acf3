//! The same where the `?` is a closure's.

use pipewright::prelude::*;

struct Odd;

fn main() {
    let _ = pipeline!(
        from(0..9) >> for_each(|_| Err::<(), _>(Odd))? //~ ERROR `?` cannot turn `Odd`
    );
}
