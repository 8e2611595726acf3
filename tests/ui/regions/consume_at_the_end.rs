//! The workers' results of `consume` have no merged meaning of their own.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64) >> fan_out(2) >> map(|n| n + 1) >> consume(Iterator::count) //~ ERROR `consume` has no meaning across the workers of `fan_out(2)`
    );
}
