//! Every schedule of the merging of a region's results.

use super::Merging;
use crate::error::Plain;
use crate::flow::At;
use crate::models::{ALL, control, every};
use crate::run::{Count, Run};
use crate::sink::{Merge, Value};
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::lock::Mutex;
use shuttle::thread::{scope, spawn};

/// A bit a worker.
#[derive(Clone, Copy)]
struct Bits(usize);

impl Bits {
    fn with(self, other: Self) -> Self {
        assert_eq!(self.0 & other.0, 0, "merged twice");
        Self(self.0 | other.0)
    }
}

impl Merge<'_, Plain> for Bits {
    type Out = usize;

    fn merge(self, other: Self) -> Self {
        self.with(other)
    }

    fn finish(self) -> Option<usize> {
        Some(self.0)
    }
}

fn opens<'r>(
    opened: &'r AtomicUsize,
) -> impl FnOnce(Value<'r, usize, Plain>) -> Value<'r, usize, Plain> {
    move |value| {
        opened.fetch_add(1, Ordering::SeqCst);
        value
    }
}

fn merged(workers: usize) {
    let run = Run::<Plain>::new("");
    let opened = AtomicUsize::new(0);
    let count = Count::new("fan_out", "at least one worker", workers);
    let (pending, merging) = Merging::new(&count, opens(&opened));
    scope(|s| {
        for worker in 0..workers {
            let (run, merging) = (&run, Arc::clone(&merging));
            s.spawn(move || merging.add(Bits(1 << worker), At::whole(run)));
        }
    });
    assert_eq!(pending.value(), (1 << workers) - 1, "a part is missing");
    assert_eq!(opened.load(Ordering::SeqCst), 1, "opened once");
}

#[test]
fn two_workers_are_merged_once_and_the_result_is_opened_once() {
    every(ALL, 10, || merged(2));
}

#[test]
fn three_workers_are_merged_once_and_the_result_is_opened_once() {
    every(8, 1000, || merged(3));
}

/// Looks whether another part lies there, and lays down its own, under one lock or under two.
fn lays(workers: usize, under_one_lock: bool) {
    let (lies, unmerged) = (Mutex::new(None::<Bits>), AtomicUsize::new(workers));
    let (shared, result) = (Arc::new((lies, unmerged)), Arc::new(Mutex::new(None)));
    let threads = (0..workers).map(|worker| {
        let (shared, result) = (Arc::clone(&shared), Arc::clone(&result));
        spawn(move || {
            let (lies, unmerged) = &*shared;
            let mut part = Bits(1 << worker);
            loop {
                let mut lain = lies.lock();
                if let Some(other) = lain.take() {
                    drop(lain);
                    part = other.with(part);
                    unmerged.fetch_sub(1, Ordering::SeqCst);
                } else if unmerged.load(Ordering::SeqCst) == 1 {
                    *result.lock() = Some(part.0);
                    return;
                } else {
                    if !under_one_lock {
                        drop(lain);
                        lain = lies.lock();
                    }
                    *lain = Some(part);
                    return;
                }
            }
        })
    });
    for thread in threads.collect::<Vec<_>>() {
        thread.join().unwrap();
    }
    assert_eq!(
        *result.lock(),
        Some((1 << workers) - 1),
        "a part is missing"
    );
}

#[test]
fn control_who_looks_and_lays_under_two_locks_loses_a_part() {
    every(ALL, 10, || lays(2, true));
    let message = control(ALL, || lays(2, false));
    assert!(message.contains("a part is missing"), "{message}");
}
