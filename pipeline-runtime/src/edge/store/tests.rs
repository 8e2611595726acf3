//! A ring on real threads: what a schedule explorer cannot show, because it knows one order for all memory.

#![allow(clippy::disallowed_methods)] // a test's own threads

use super::ring;
use crate::edge::gate::Gate;
use crate::sync::barrier::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// One item after the other, each when the receiver is about to fall asleep: how many have come, when all have or none comes
/// for a while.
fn come(barrier: Barrier, items: u64) -> u64 {
    let gate = Gate::new();
    let (mut tx, mut rx) = ring::new::<u64>(1, barrier, &gate);
    let seen = AtomicU64::new(0);
    std::thread::scope(|s| {
        s.spawn(|| {
            while rx.recv_unless(&gate).is_some() {
                seen.fetch_add(1, Ordering::Release);
            }
        });
        let mut last = (0, Instant::now());
        for item in 0..items {
            // Later and later behind the end of the item before, so that every place of its way to sleep is met.
            for _ in 0..item % 64 {
                std::hint::spin_loop();
            }
            assert_eq!(tx.put(item), Ok(()));
            while seen.load(Ordering::Acquire) <= item {
                if last.0 == item && last.1.elapsed() > Duration::from_secs(3) {
                    gate.cancel();
                    return;
                }
                if last.0 != item {
                    last = (item, Instant::now());
                }
                std::thread::yield_now();
            }
        }
        gate.cancel();
    });
    seen.into_inner()
}

#[test]
fn no_wake_up_is_lost_on_real_threads() {
    for barrier in [Barrier::of_process(), Barrier::Exact] {
        assert_eq!(come(barrier, 30_000), 30_000, "{barrier:?}");
    }
}

#[test]
#[ignore = "by hand: it takes two processors, and some luck"]
fn control_without_a_barrier_a_wake_up_is_lost() {
    let items = 100_000_000;
    let came = come(Barrier::None, items);
    println!("lost behind {came} items");
    assert!(came < items);
}
