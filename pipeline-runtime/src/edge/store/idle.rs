//! The workers of a pool that sleep, so that each item calls one of them and not all.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::side::Side;
use crate::edge::gate::Gate;
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::barrier::Barrier;
use crate::sync::lock::Mutex;

/// Who looks whether anybody sleeps has to make a fence first.
const FENCED: usize = 1 << (usize::BITS - 1);

/// Who of a pool's workers sleeps. (README.md beside this file says why no wake-up is lost.)
///
/// A worker that goes to sleep: [`lies_down`](Self::lies_down), looks once more, waits for its side to be rung,
/// [`gets_up`](Self::gets_up). Who leaves work where a worker would look: puts it there, then [`call`](Self::call).
#[derive(Debug)]
#[repr(align(128))] // on lines of its own: the sender looks at it for each item
pub(super) struct Idle {
    /// How many are listed.
    count: AtomicUsize,
    listed: Mutex<Vec<usize>>,
    sides: Box<[Arc<Side>]>,
    barrier: Barrier,
}

impl Idle {
    pub(super) fn new(workers: usize, barrier: Barrier, gate: &Gate) -> Self {
        Self {
            count: AtomicUsize::new(no_one(barrier)),
            listed: Mutex::default(),
            sides: (0..workers).map(|_| Side::new(barrier, gate)).collect(),
            barrier,
        }
    }

    pub(super) fn side(&self, worker: usize) -> &Arc<Side> {
        &self.sides[worker]
    }

    /// Says that the worker sleeps from now on. Look once more before sleeping.
    pub(super) fn lies_down(&self, worker: usize) {
        // In front of the list: who is taken off it is to be woken.
        self.sides[worker].says_that_it_sleeps();
        self.change(|listed| {
            if !listed.contains(&worker) {
                listed.push(worker);
            }
        });
        self.barrier.heavy();
    }

    /// Says that it does not.
    pub(super) fn gets_up(&self, worker: usize) {
        self.change(|listed| listed.retain(|it| *it != worker));
        self.sides[worker].gets_up();
    }

    /// Calls one of them, if there is one, for something that has just been put there.
    #[inline(always)]
    pub(super) fn call(&self) {
        Barrier::Kernel.light();
        // One look for both: where no fence is needed there is nothing to find out.
        if self.count.load(Ordering::Relaxed) != 0 {
            self.call_behind_a_fence();
        }
    }

    /// Whether somebody sleeps, as far as can be told at once.
    pub(super) fn is_anybody(&self) -> bool {
        self.count.load(Ordering::Relaxed) & !FENCED != 0
    }

    #[cold]
    fn call_behind_a_fence(&self) {
        self.barrier.light();
        while self.is_anybody() {
            let Some(worker) = self.change(Vec::pop) else {
                return;
            };
            if self.sides[worker].wake() {
                return;
            }
        }
    }

    /// Wakes every worker, for news that all of them wait for.
    pub(super) fn call_all(&self) {
        for side in &self.sides {
            side.ring();
        }
    }

    fn change<R>(&self, change: impl FnOnce(&mut Vec<usize>) -> R) -> R {
        let mut listed = self.listed.lock();
        let changed = change(&mut listed);
        self.count
            .store(listed.len() | no_one(self.barrier), Ordering::SeqCst);
        changed
    }
}

fn no_one(barrier: Barrier) -> usize {
    if barrier == Barrier::Exact { FENCED } else { 0 }
}
