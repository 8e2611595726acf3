//! The workers' results of `fold_by` have no merged meaning of their own.

use pipewright::prelude::*;

fn main() {
    let _ = pipeline!(
        from(0..9_u64) >> fan_out(2) >> map(|n| n + 1) >> fold_by(|n| n % 3, 0, |sum, n| sum + n) //~ ERROR `fold_by` has no meaning across the workers of `fan_out(2)`
    );
}
