//! A typed error is made by `From`.

use pipewright::prelude::*;

struct Mine;

impl From<pipewright::Error> for Mine {
    fn from(_: pipewright::Error) -> Self {
        Mine
    }
}

fn main() {
    let _ = pipeline!({
        type Error = Mine;
        from(["1"]) >> map(str::parse::<u8>)? >> count //~ ERROR `?` cannot turn
    });
}
