//! Joins that wait for one input while another fills: what the macro accepts never stalls, at any bound and in any order.
//!
//! Every graph runs often, mostly at a capacity of one, with few items and with pauses in its closures that differ from run
//! to run. `PIPEWRIGHT_WAITING_RUNS` says how often; a run that stalls is ended by the watchdog, which names its seed.

#[path = "../support/mod.rs"]
mod support;

mod joined;
mod lags;
mod tees;

use pipewright::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use support::watchdog::{step, watched};

/// Of each graph; all of them together are a good ten thousand.
const RUNS: u64 = 250;

/// So many in front of one watchdog.
const ROUND: u64 = 100;

/// What differs from run to run.
struct Case {
    items: u64,
    capacity: usize,
    pauses: AtomicU64,
}

impl Case {
    fn of(seed: u64) -> Self {
        let random = mixed(seed);
        Self {
            items: random % 41,
            capacity: if (random >> 32).is_multiple_of(4) {
                2
            } else {
                1
            },
            pauses: AtomicU64::new(seed << 32),
        }
    }

    /// Passes the item on, at times after a while.
    fn on<T>(&self, item: T) -> T {
        let random = mixed(self.pauses.fetch_add(1, Ordering::Relaxed));
        match random & 7 {
            0 => std::thread::yield_now(),
            1 => (0..random >> 56).for_each(|_| std::hint::spin_loop()),
            _ => {}
        }
        item
    }

    fn odd(&self, n: u64) -> bool {
        self.on(n) % 2 == 1
    }
}

/// The mixing of `SplitMix64`.
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Runs one graph often.
fn often(run: impl Fn(&Case) + Clone + Send + 'static) {
    let asked = std::env::var("PIPEWRIGHT_WAITING_RUNS");
    let runs = asked.map_or(RUNS, |runs| runs.parse().expect("a number of runs"));
    for first in (0..runs).step_by(usize::try_from(ROUND).unwrap_or(1)) {
        let run = run.clone();
        watched(move || {
            for seed in first..runs.min(first + ROUND) {
                let case = Case::of(seed);
                let Case {
                    items, capacity, ..
                } = case;
                step(format!("seed {seed}: {items} items, capacity {capacity}"));
                run(&case);
            }
        });
    }
}

/// A test of one graph: what it gives, and how it is written.
macro_rules! goes_on {
    ($name:ident, |$case:ident, $n:ident| $expected:expr, $($pipeline:tt)*) => {
        #[test]
        fn $name() {
            crate::often(|$case| {
                let $n = $case.items;
                let got = pipeline!($($pipeline)*).capacity($case.capacity).run().unwrap();
                assert_eq!(got, $expected);
            });
        }
    };
}
use goes_on;

/// As a vector, for what is expected.
fn all<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

/// Sorted, for what comes in no order that one could rely on.
fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}

/// The items up to `n` in batches.
fn batches(n: u64, size: usize) -> Vec<Vec<u64>> {
    let items: Vec<u64> = (0..n).collect();
    items.chunks(size).map(<[u64]>::to_vec).collect()
}

/// A stage that the macro cannot see into.
trait Own: Iterator + Sized {
    fn own(self) -> impl Iterator<Item = Self::Item> {
        self
    }
}

impl<I: Iterator> Own for I {}

#[test]
fn cases_differ_in_everything() {
    let cases: Vec<Case> = (0..500).map(Case::of).collect();
    assert!((0..=40).all(|n| cases.iter().any(|case| case.items == n)));
    let twos = cases.iter().filter(|case| case.capacity == 2).count();
    assert!((50..250).contains(&twos), "{twos}");
    assert_eq!(
        pipeline!(from(0..9_u64) >> map(|n| cases[0].on(n)) >> count)
            .run()
            .unwrap(),
        9
    );
}
