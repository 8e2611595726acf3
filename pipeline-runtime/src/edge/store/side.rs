//! One side of a ring: whether its thread sleeps, and how it is woken.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use crate::edge::gate::Gate;
use crate::mutants::{self, Mutant};
use crate::roster::Owed;
use crate::sync::atomic::{Arc, AtomicBool, AtomicU8, Ordering};
use crate::sync::barrier::Barrier;
use crate::sync::bell::Bell;
use crate::sync::channel::Receiver;
use std::time::Duration;

/// How long a side that naps sleeps at first, and how long it gets to.
const NAPS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(1024)];

/// It sleeps.
const ASLEEP: u8 = 1;
/// Who looks whether it sleeps has to make a fence first.
const FENCED: u8 = 2;

/// The thread at one side of a ring. (README.md beside this file says why no wake-up is lost.)
///
/// Who sleeps: [`lies_down`](Self::lies_down), looks once more, waits for [`rung`](Self::rung), [`gets_up`](Self::gets_up).
/// Who has something for it: puts it there, then [`ring`](Self::ring). A token that comes late wakes the next sleep for
/// nothing; it looks again.
#[derive(Debug)]
#[repr(align(128))] // on lines of its own: the other side looks at it for each item
pub(in crate::edge) struct Side {
    state: AtomicU8,
    /// It does nothing more.
    gone: AtomicBool,
    /// Its wake-up has been put off.
    owed: AtomicBool,
    barrier: Barrier,
    bell: Bell,
}

impl Side {
    /// Of an edge with this gate, which wakes it as well.
    pub(super) fn new(barrier: Barrier, gate: &Gate) -> Arc<Self> {
        let side = Arc::new(Self {
            state: AtomicU8::new(if barrier == Barrier::Exact { FENCED } else { 0 }),
            gone: AtomicBool::new(false),
            owed: AtomicBool::new(false),
            barrier,
            bell: Bell::new(),
        });
        gate.wakes(&side);
        side
    }

    /// Blocks until `ready`, or until the gate shuts; `true` where it is ready.
    ///
    /// Who naps looks again from time to time although nobody has rung.
    pub(super) fn sleep(&self, gate: &Gate, naps: bool, ready: impl Fn() -> bool) -> bool {
        let is_ready = self.sleep_as(gate, naps, || self.lies_down(), ready);
        self.gets_up();
        is_ready
    }

    /// As `sleep`, where more has to be done to lie down and to get up; the latter is left to the caller.
    pub(super) fn sleep_as(
        &self,
        gate: &Gate,
        naps: bool,
        lie_down: impl Fn(),
        ready: impl Fn() -> bool,
    ) -> bool {
        let [mut nap, longest] = NAPS;
        self.bell.is_for_a_wait();
        loop {
            if mutants::is(Mutant::LooksTooEarly) {
                if ready() {
                    return true;
                }
                lie_down();
            } else {
                lie_down();
                if ready() {
                    return true;
                }
            }
            if gate.has_shut() {
                return false;
            }
            let is_late = self.bell.wait(naps.then_some(nap));
            let is_rung = self.state.load(Ordering::Acquire) & ASLEEP == 0;
            // Mostly there is something: then lying down once more, with its barrier, would only hold it up.
            if is_rung && ready() {
                return true;
            }
            if is_late {
                nap = (4 * nap).min(longest);
            }
        }
    }

    /// Says that this side sleeps from now on: who has something for it rings. Look once more before sleeping.
    pub(super) fn lies_down(&self) {
        self.says_that_it_sleeps();
        self.barrier.heavy();
    }

    /// The first half of lying down; a heavy barrier has to follow.
    pub(super) fn says_that_it_sleeps(&self) {
        self.state.fetch_or(ASLEEP, Ordering::SeqCst);
    }

    /// Says that it does not.
    pub(super) fn gets_up(&self) {
        self.state.fetch_and(!ASLEEP, Ordering::SeqCst);
    }

    /// Has a message when this side was rung, from now on. The wait is on several things at once.
    pub(super) fn is_for_a_select(&self) {
        self.bell.is_for_a_select();
    }

    /// Takes that message.
    pub(super) fn forgets(&self) {
        self.bell.forget();
    }

    /// Whether it sleeps, for who has just put something there.
    #[inline(always)]
    pub(super) fn sleeps(&self) -> bool {
        Barrier::Kernel.light();
        // One look for both: where no fence is needed there is nothing to find out.
        self.state.load(Ordering::Relaxed) != 0 && self.sleeps_behind_a_fence()
    }

    #[cold]
    fn sleeps_behind_a_fence(&self) -> bool {
        self.barrier.light();
        self.state.load(Ordering::Relaxed) & ASLEEP != 0
    }

    /// Wakes it, if it sleeps, for something that has just been put there.
    #[inline(always)]
    pub(in crate::edge) fn ring(&self) {
        if self.sleeps() {
            self.wake();
        }
    }

    /// Whether it slept, and has been woken.
    #[cold]
    pub(super) fn wake(&self) -> bool {
        // Once a sleep: who else comes finds it awake, or about to be.
        let slept = self.state.fetch_and(!ASLEEP, Ordering::SeqCst) & ASLEEP != 0;
        if slept {
            self.bell.ring();
        }
        slept
    }

    /// Wakes it later: when there is more for it, or before this thread sleeps.
    pub(super) fn wake_later(self: &Arc<Self>) {
        if !self.owed.swap(true, Ordering::SeqCst) {
            crate::roster::owe(Arc::clone(self) as Arc<dyn Owed>);
        }
    }

    /// Says that this side does nothing more, and wakes the other.
    pub(super) fn goes(&self, other: &Self) {
        self.ends();
        other.ring();
    }

    /// Says that this side does nothing more; whoever waits for it is to be rung.
    pub(super) fn ends(&self) {
        self.gone.store(true, Ordering::SeqCst);
    }

    /// Whether it does nothing more; what it had done before is seen.
    pub(super) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Acquire)
    }

    /// Has a message when this side was rung.
    pub(super) fn rung(&self) -> &Receiver<()> {
        self.bell.rung()
    }
}

impl Owed for Side {
    fn pay(&self) {
        // In front of the wake: who falls asleep again and is put off again must be entered again.
        self.owed.store(false, Ordering::SeqCst);
        self.wake();
    }
}
