//! `?` opens a `Result` or an `Option`.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0u8..9)
            >> map(|n| n + 1)? //~ ERROR `?` needs items that can fail, but these are `u8`
            >> count
    );
}
