//! A pipeline that runs on owns what it uses.

use pipewright::prelude::*;

fn main() {
    let offset = 1;
    let lines = pipeline!(from([1]) >> map(|n| n + offset) >> count); //~ ERROR it borrows `offset`
    let _ = lines.spawn();
}
