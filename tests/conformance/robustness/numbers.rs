//! R35: the numbers that an ordered region gives to its items.

use crate::support::watchdog::step;
use pipewright::prelude::*;

/// Whatever the first number is: regions whose windows do and do not divide the numbers at which a counter would wrap.
pub(super) fn ordered_regions_count() {
    for workers in [1, 2, 3] {
        for capacity in [1, 2, 3, 5, 8] {
            step(format!("{workers} workers, capacity {capacity}"));
            let all = pipeline!(
                from(0..500_u64)
                    >> fan_out(workers, ordered)
                    >> flat_map(|n| std::iter::repeat_n(n, usize::try_from(n % 3).unwrap()))
                    >> fan_in
                    >> collect::<Vec<u64>>()
            )
            .capacity(capacity)
            .run()
            .unwrap();
            let expected =
                (0..500).flat_map(|n| std::iter::repeat_n(n, usize::try_from(n % 3).unwrap()));
            assert!(all.into_iter().eq(expected));
        }
    }
}
