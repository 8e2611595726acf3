//! Who of a run's threads sleeps, and on what.
//!
//! Two ask: the stall detector, which ends a run that could only hang, and a test's clock, which moves only when nothing
//! else does. The roster is touched on the slow path alone: by a thread that goes to sleep, wakes, begins or ends.
//!
//! # Why a stall that is reported is one
//!
//! A stall is declared under the roster's lock when every live thread is registered as asleep on edges of this run, and by the
//! edges' counts none of them could go on. The counts of an end are written by its thread alone, after the operation, and
//! after the thread has been taken off the roster if it slept for it. So for an edge at that moment, with `a` receivers and
//! `b` senders that have finished an operation in their sleep and are still registered, the count says `held + a - b`
//! where the edge holds `held`:
//!
//! * `a = b = 0`: the count is exact, and nobody is left who could change it;
//! * `a > 0 = b`: it is at least 1, so one of those receivers is seen to go on: no stall;
//! * `b > 0 = a`: it is below the bound, so one of those senders is;
//! * both: it is at least 1 or below the bound, so one or the other is.
//!
//! A thread in user code, on a channel of the user's or on a clock is not registered as asleep on edges, so no stall is
//! declared while there is one. And no stall is missed: what freezes a run last is a thread that goes to sleep or ends, and
//! both look.
//!
//! # Why a run that has settled has
//!
//! For a sleep on edges the argument is the same. Who sleeps on something else is woken by a *roll call* and looks again, still
//! as a sleeper; only what he finds makes him get up, and each getting up is counted. What he waits for may still come from
//! a thread that was awake then, by way of a channel of the user's or of another run with this clock. So the roll is called until
//! the counts of all runs are the same twice: between the two nobody moved, and in the second round everybody looked.

mod debts;
#[cfg(all(test, pipewright_model))]
mod models;
mod seat;
mod stall;

pub(crate) use debts::{Owed, owe};
pub(crate) use seat::{Seat, outside, timed};
pub(crate) use stall::{Sleeping, Stall};

use crate::mutants::{self, Mutant};
use crate::sync::atomic::{Arc, AtomicBool, Ordering};
use crate::sync::channel::Latch;
use crate::sync::clock::Moves;
use crate::sync::lock::{Condvar, Guard, Mutex};
use std::fmt;
use std::time::Duration;

/// How full an edge is, for who waits on it.
pub(crate) trait Level: Send + Sync + fmt::Debug {
    /// Its number in the plan.
    fn number(&self) -> usize;

    /// Whether a sender that waits would go on.
    fn has_room(&self) -> bool;

    /// Whether a receiver that waits would go on: for an item, or because there will be none.
    fn has_news(&self) -> bool;

    /// Whether somebody outside of the run is at its other end.
    fn is_outside(&self) -> bool;
}

/// What a thread sleeps on.
#[derive(Clone, Debug)]
pub(crate) enum Wait {
    /// Room in an edge.
    Room(Arc<dyn Level>),
    /// An item of an edge.
    Item(Arc<dyn Level>),
    /// An item of any of several edges.
    Items(Vec<Arc<dyn Level>>),
    /// Something that the run does not make itself: a channel of the user's, a clock.
    Outside,
    /// The others, in order to move their clock.
    Clock,
}

impl Wait {
    /// Whether the sleeper would go on if it were asked.
    fn is_over(&self) -> bool {
        match self {
            Self::Room(edge) => edge.has_room(),
            Self::Item(edge) => edge.has_news(),
            Self::Items(edges) => edges.iter().any(|edge| edge.has_news()),
            Self::Outside | Self::Clock => false,
        }
    }

    /// Whether somebody outside of the run may end the sleep.
    fn is_outside(&self) -> bool {
        match self {
            Self::Room(edge) | Self::Item(edge) => edge.is_outside(),
            Self::Items(edges) => edges.iter().any(|edge| edge.is_outside()),
            Self::Outside | Self::Clock => true,
        }
    }
}

/// The threads of one run.
pub(crate) struct Roster {
    state: Mutex<State>,
    /// Told of every change while somebody settles.
    changed: Condvar,
    /// Whether a test's clock may call the roll.
    rolls: AtomicBool,
    /// Whether times are taken.
    measured: AtomicBool,
    /// Ends the run when it has stalled.
    on_stall: Box<dyn Fn() + Send + Sync>,
}

#[derive(Default)]
struct State {
    places: Vec<Place>,
    live: usize,
    asleep: usize,
    settling: usize,
    /// How often a thread has gone on after a sleep.
    moved: u64,
    /// The outcome is known, and no thread is left.
    over: bool,
    /// How often the roll has been called, and what wakes those who sleep outside for the next time.
    roll: u64,
    roll_call: Option<Arc<Latch>>,
    stall: Option<Stall>,
}

/// One thread of the run.
#[derive(Debug, Default)]
pub(crate) struct Place {
    pub(crate) section: usize,
    pub(crate) worker: Option<usize>,
    sleep: Option<Wait>,
    /// The last roll call that it has heard, where it sleeps outside.
    roll: u64,
    /// How long it was there, and how long of that it could not go on; only where times are taken.
    pub(crate) lasted: Duration,
    pub(crate) blocked: Duration,
}

impl Roster {
    pub(crate) fn new(on_stall: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            state: Mutex::default(),
            changed: Condvar::default(),
            rolls: AtomicBool::new(false),
            measured: AtomicBool::new(false),
            on_stall: Box::new(on_stall),
        }
    }

    /// Takes times from now on.
    pub(crate) fn measure(&self) {
        self.measured.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_measured(&self) -> bool {
        self.measured.load(Ordering::Relaxed)
    }

    /// The threads of each section so far, for a report.
    pub(crate) fn each_place(&self, mut see: impl FnMut(&Place)) {
        for place in &self.state.lock().places {
            see(place);
        }
    }

    /// The stall that ended the run, if one did.
    pub(crate) fn take_stall(&self) -> Option<Stall> {
        self.state.lock().stall.take()
    }

    /// Blocks in `block`, which ends when an edge has changed, with this thread on the roster; if the thread is none of this
    /// run it just blocks.
    pub(crate) fn sleep<R>(
        self: &Arc<Self>,
        wait: impl FnOnce() -> Wait,
        block: impl FnOnce() -> R,
    ) -> R {
        debts::pay();
        let Some(place) = seat::of(self) else {
            return block();
        };
        self.lie_down(place, wait(), 0);
        let woken = block();
        self.get_up(place);
        woken
    }

    /// Whether this thread has a place here.
    pub(crate) fn has_this_thread(self: &Arc<Self>) -> bool {
        seat::of(self).is_some()
    }

    /// The outcome is known.
    pub(crate) fn ends(&self) {
        let mut state = self.state.lock();
        state.over = true;
        self.look(state);
    }

    fn lie_down(&self, place: usize, wait: Wait, roll: u64) {
        let mut state = self.state.lock();
        state.places[place].roll = roll;
        state.places[place].sleep = Some(wait);
        state.asleep += 1;
        self.look(state);
    }

    fn get_up(&self, place: usize) {
        let mut state = self.state.lock();
        state.places[place].sleep = None;
        state.asleep -= 1;
        state.moved += 1;
    }

    /// After a change that may be the last one: declares a stall if it was.
    fn look(&self, mut state: Guard<'_, State>) {
        if state.settling > 0 {
            self.changed.notify_all();
        }
        if state.stall.is_some() || !state.is_stalled() {
            return;
        }
        state.stall = Some(Stall::of(&state.places));
        drop(state);
        (self.on_stall)();
    }
}

impl State {
    fn is_stalled(&self) -> bool {
        if mutants::is(Mutant::NoStall) {
            return false;
        }
        if mutants::is(Mutant::NaiveStall) {
            return self.asleep == self.live && self.live > 1;
        }
        let mut sleeping = self.places.iter().filter_map(|place| place.sleep.as_ref());
        self.asleep == self.live
            && self.live > 0
            && !sleeping.any(|wait| wait.is_outside() || wait.is_over())
    }

    /// Whether no thread can move by itself, also not the one that has joined them all.
    fn is_quiet(&self) -> bool {
        let is_quiet = |place: &Place| match &place.sleep {
            Some(Wait::Outside) => place.roll == self.roll,
            Some(wait) => !wait.is_over(),
            None => true,
        };
        self.asleep == self.live && (self.live > 0 || self.over) && self.places.iter().all(is_quiet)
    }
}

impl Moves for Roster {
    fn attend(&self) {
        self.rolls.store(true, Ordering::Relaxed);
    }

    fn rests(self: Arc<Self>, rests: bool) {
        let Some(place) = seat::of(&self) else {
            return;
        };
        if rests {
            self.lie_down(place, Wait::Clock, 0);
        } else {
            self.get_up(place);
        }
    }

    /// Blocks until every thread of the run sleeps, and would sleep on if it were asked.
    fn settle(self: Arc<Self>) -> u64 {
        let mut state = self.state.lock();
        // Who sleeps outside of the run is woken to look again: only then is it known that there is nothing.
        state.roll += 1;
        let roll_call = state.roll_call.take();
        state.settling += 1;
        drop(state);
        if let Some(roll_call) = roll_call {
            roll_call.close();
        }
        let mut state = self.state.lock();
        while !state.is_quiet() {
            state = self.changed.wait(state);
        }
        state.settling -= 1;
        state.moved
    }
}

impl fmt::Debug for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state.lock();
        f.debug_struct("Roster")
            .field("live", &state.live)
            .field("asleep", &state.asleep)
            .finish_non_exhaustive()
    }
}
