//! What ends a run from outside: done channels, and its time.
//!
//! A thread of its own waits for them, so that a run which does nothing but work is ended as well.

use super::Run;
use crate::done::Done;
use crate::error::{Error, ErrorKind, ErrorMode};
use crate::mutants::{self, Mutant};
use crate::roster::outside;
use std::time::Instant;

/// What may end a run from outside.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) dones: Vec<Done>,
    pub(crate) timeout: Option<std::time::Duration>,
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
