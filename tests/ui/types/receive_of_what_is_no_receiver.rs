//! `receive` takes a receiver of crossbeam's.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        receive(vec![1_u8]) //~ ERROR mismatched types
            >> count
    );
}
