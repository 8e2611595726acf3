//! What ends a run from outside: done channels, and its time.
//!
//! A thread of its own waits for them, so that a run which does nothing but work is ended as well.

use super::Run;
use crate::done::Done;
use crate::error::{Error, ErrorKind, ErrorMode};
use crate::mutants::{self, Mutant};
use crate::roster::{Roster, Seat, outside};
use crate::sync::atomic::Arc;
use crate::sync::lock::Mutex;
use std::time::{Duration, Instant};

/// What may end a run from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) dones: Vec<Done>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Instant>,
}

impl Limits {
    /// Counts the time from now on.
    pub(super) fn begin(&mut self, now: Instant) {
        // A time beyond what the system can tell never comes.
        let due = self.timeout.take().and_then(|time| now.checked_add(time));
        self.deadline = self.deadline.into_iter().chain(due).min();
    }

    pub(super) fn are_set(&self) -> bool {
        !self.dones.is_empty() || self.deadline.is_some()
    }
}

impl<M: ErrorMode> Run<M> {
    /// Ends the run if one of its limits is reached already; whether it has.
    pub(super) fn check_limits(&self) -> bool {
        let is_blind = mutants::is(Mutant::IgnoresClosedDone) && self.began.get().is_none();
        if !is_blind && self.limits.dones.iter().any(Done::is_closed) {
            self.cancel();
            return true;
        }
        let is_late = |due: &Instant| self.clock.now() >= *due;
        if self.limits.deadline.as_ref().is_some_and(is_late) {
            self.end(Error::of_kind(ErrorKind::DeadlinePassed));
            return true;
        }
        false
    }

    /// Blocks until a limit is reached, and ends the run then, or until the run is over.
    pub(super) fn watch_limits(&self) {
        let alarm = self.limits.deadline.map(|due| self.clock.at(due));
        while !self.over.is_closed() && !self.check_limits() {
            outside(|select| {
                select.recv(self.over.closed());
                for done in &self.limits.dones {
                    done.add(select);
                }
                if let Some(alarm) = &alarm {
                    select.recv(alarm);
                }
            });
        }
    }
}

/// The places of those who watch a run from outside, on a roster of their own: on the run's they would hide a stall.
#[derive(Debug)]
pub(super) struct Watchers {
    pub(super) roster: Arc<Roster>,
    /// The place of who will watch the limits.
    limits: Mutex<Option<Seat>>,
}

impl Watchers {
    pub(super) fn new() -> Self {
        let roster = Arc::new(Roster::new(|| ()));
        // A test's clock does not wait for watchers that there are not.
        roster.ends();
        Self {
            roster,
            limits: Mutex::new(None),
        }
    }

    /// Somebody will watch the limits.
    pub(super) fn begin(&self) {
        *self.limits.lock() = Some(self.seat());
    }

    /// The place for who does.
    pub(super) fn take_limits(&self) -> Option<Seat> {
        self.limits.lock().take()
    }

    /// One more place.
    pub(super) fn seat(&self) -> Seat {
        Seat::take(&self.roster, 0, None)
    }
}
