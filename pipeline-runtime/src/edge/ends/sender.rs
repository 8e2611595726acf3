//! The sending end.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::{Shared, Tx};
use crate::edge::Outlet;
use crate::edge::gate::{Feeder, Gate};
use crate::edge::store::SendTo;
use crate::edge::tally::Tally;
use crate::mutants::{self, Mutant};
use crate::roster::{self, Wait};
use crate::sync::atomic::Arc;
use crate::sync::backoff::Backoff;
use crate::sync::channel::TrySendError;
use crate::sync::thread::panicking;
use std::ops::ControlFlow::{self, Break, Continue};

impl<T> Tx<T> {
    /// One more sending end, made before any is used. (`clone` is found only where the user has the trait in scope, and no
    /// other of that name.)
    #[must_use]
    pub fn another(&self) -> Self {
        self.shared.store.lock().is_merged();
        self.clone()
    }

    /// Says that those who clone this end share their input, before any end is used: no one of them has to bring all items.
    pub(crate) fn is_of_equals(&self) {
        self.shared.store.lock().is_of_equals();
    }

    pub(in crate::edge) fn tally(&self) -> &Arc<Tally> {
        &self.shared.tally
    }

    #[inline]
    fn has_pushed(&self) -> ControlFlow<()> {
        self.pushed.add_one();
        if self.shared.is_measured {
            self.shared.tally.held(self.to.len());
        }
        Continue(())
    }

    /// Finds out where it sends to, the first time.
    fn decide(&mut self) {
        if self.to.is_undecided() {
            let Shared { store, tally, .. } = &*self.shared;
            let to = store.lock().send_to(&self.pushed, tally);
            self.to = if self.shared.is_measured {
                SendTo::Measured(Box::new(to))
            } else {
                to
            };
        }
    }

    #[cold]
    fn refused(&self) -> ControlFlow<()> {
        self.shared.tally.refuse_one();
        Break(())
    }

    #[cold]
    fn push_full(&mut self, item: T) -> ControlFlow<()> {
        let (to, backoff) = (&mut self.to, &mut self.backoff);
        let (tally, gate) = (&self.shared.tally, &*self.gate);
        backoff.begin(self.pushed.get(), tally.bound());
        let wait = || wait_for_room(to, backoff, item, gate, tally);
        if roster::timed(&tally.site.roster, wait) {
            self.has_pushed()
        } else {
            self.refused()
        }
    }
}

/// Whether it has got the item in.
fn wait_for_room<T>(
    to: &mut SendTo<T>,
    backoff: &mut Backoff,
    mut item: T,
    gate: &Gate,
    tally: &Arc<Tally>,
) -> bool {
    while backoff.pause() {
        if gate.is_shut() {
            return false;
        }
        match to.try_send(item) {
            Ok(()) => return true,
            Err(TrySendError::Full(back)) => item = back,
            Err(TrySendError::Disconnected(_)) => return false,
        }
    }
    let level = to.level(tally);
    let sent = tally.site.roster.sleep(
        || Wait::Room(level),
        || backoff.asleep(|| to.send_unless(item, gate)),
    );
    sent.is_ok()
}

#[diagnostic::do_not_recommend]
impl<T> Outlet<T> for Tx<T> {
    #[inline(always)]
    fn push(&mut self, item: T) -> ControlFlow<()> {
        if self.gate.is_shut() {
            return self.refused();
        }
        if mutants::is(Mutant::LosesAnItem) {
            return self.push_slowly(item);
        }
        // Only this stands in the loop of a section.
        match self.to.put_into_ring(item) {
            Ok(()) => {
                self.pushed.add_one();
                Continue(())
            }
            Err(item) => self.push_slowly(item),
        }
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.gate.is_fed_by(feeder);
    }

    fn refuse(&mut self) {
        self.shared.tally.refuse_one();
    }
}

impl<T> Tx<T> {
    #[inline(never)]
    fn push_slowly(&mut self, item: T) -> ControlFlow<()> {
        self.decide();
        if mutants::is(Mutant::LosesAnItem) && self.pushed.is_every(1000, 7) {
            drop(item);
            return self.has_pushed();
        }
        match self.to.try_send(item) {
            Ok(()) => self.has_pushed(),
            Err(TrySendError::Full(item)) if mutants::is(Mutant::NoBackPressure) => {
                drop(item);
                Continue(())
            }
            Err(TrySendError::Full(item)) => self.push_full(item),
            Err(TrySendError::Disconnected(_)) => self.refused(),
        }
    }

    /// Hands an item on if there is room; gives it back if there is none. Never blocks.
    pub(in crate::edge) fn try_push(&mut self, item: T) -> Result<ControlFlow<()>, T> {
        if self.gate.is_shut() {
            return Ok(self.refused());
        }
        self.decide();
        match self.to.try_send(item) {
            Ok(()) => Ok(self.has_pushed()),
            Err(TrySendError::Full(item)) => Err(item),
            Err(TrySendError::Disconnected(_)) => Ok(self.refused()),
        }
    }
}

impl<T> Clone for Tx<T> {
    fn clone(&self) -> Self {
        self.shared.store.lock().one_more_sender();
        Self {
            to: SendTo::Undecided,
            gate: Arc::clone(&self.gate),
            pushed: self.shared.tally.sender(),
            backoff: Backoff::default(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Drop for Tx<T> {
    fn drop(&mut self) {
        if panicking() {
            // The run learns of the panic when this thread has unwound; until then this end would look like a good one.
            self.gate.cancel();
        }
        self.shared.tally.sender_leaves();
        if mutants::is(Mutant::MergeEndsWithFirst) {
            self.gate.leave();
        }
        let had_come = !self.to.is_undecided();
        // In front of the lock: who finds what it has sent behind it finds all of it.
        self.to = SendTo::Undecided;
        let tally = &self.shared.tally;
        let is_grave = self.shared.store.lock().sender_left(had_come, tally);
        if is_grave {
            self.shared.empty();
        }
    }
}
