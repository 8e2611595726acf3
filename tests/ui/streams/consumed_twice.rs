//! A stream has one reader; the second one is reported, the first one noted.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!({
        let rows = from(0..9);
        let odd = rows >> filter(|n| n % 2 == 1) >> count;
        let even = rows //~ ERROR stream `rows` is consumed more than once
            >> filter(|n| n % 2 == 0)
            >> count;
        (odd, even)
    });
}
