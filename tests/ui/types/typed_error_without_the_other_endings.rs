//! A typed error is made of the other endings as well.

use pipewright::prelude::*;

struct Mine;

impl From<std::num::ParseIntError> for Mine {
    fn from(_: std::num::ParseIntError) -> Self {
        Mine
    }
}

fn main() {
    let _ = pipeline!({
        type Error = Mine; //~ ERROR `Mine` cannot be the error of this pipeline
        from(["1"]) >> map(str::parse::<u8>)? >> buffer(2) >> map(|n| n + 1) >> count
    });
}
