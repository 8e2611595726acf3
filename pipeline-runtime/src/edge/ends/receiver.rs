//! The receiving end.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::{Rx, Shared};
use crate::done::Done;
use crate::edge::gate::Gate;
use crate::edge::store::ReceiveFrom;
use crate::edge::tally::Tally;
use crate::edge::wait::{Polled, Waits};
use crate::roster::{self, Level, Wait};
use crate::sync::atomic::Arc;
use crate::sync::backoff::Backoff;
use crate::sync::channel::{self, Select, TryRecvError};
use crate::sync::clock::Clock;
use std::time::Instant;

impl<T> Rx<T> {
    /// The next item. Blocks while the edge is empty; `None` when it is over, or the run is cancelled.
    #[inline(always)]
    pub(crate) fn pop(&mut self) -> Option<T> {
        if self.gate.is_shut() {
            return None;
        }
        // Only this stands in the loop of a section.
        if let Some(item) = self.from.take_from_ring() {
            self.popped.add_one();
            return Some(item);
        }
        self.pop_slowly()
    }

    #[inline(never)]
    fn pop_slowly(&mut self) -> Option<T> {
        self.decide();
        match self.from.try_recv() {
            Ok(item) => Some(self.has_popped(item)),
            Err(TryRecvError::Empty) => self.pop_empty(),
            Err(TryRecvError::Disconnected) => None,
        }
    }

    /// Finds out where it receives from, the first time.
    #[inline]
    fn decide(&mut self) {
        if self.from.is_undecided() {
            let tally = &self.shared.tally;
            self.from = self.shared.store.lock().receive_from(tally);
        }
    }

    #[inline]
    fn has_popped(&self, item: T) -> T {
        self.from.counter(&self.popped).add_one();
        item
    }

    #[cold]
    fn pop_empty(&mut self) -> Option<T> {
        let (from, backoff) = (&mut self.from, &mut self.backoff);
        let (tally, gate) = (&self.shared.tally, &*self.gate);
        backoff.begin(from.taken(&self.popped), tally.bound());
        let wait = || wait_for_item(from, backoff, gate, tally);
        let item = roster::timed(&tally.site.roster, wait)?;
        Some(self.has_popped(item))
    }

    /// The next item if it comes before `due`: `Ok(None)` when the edge is over, `Err` when the time is. Blocks till then.
    pub(crate) fn pop_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<T>, Late> {
        match self.try_pop() {
            Polled::Item(item) => return Ok(Some(item)),
            Polled::Over => return Ok(None),
            Polled::Empty => {}
        }
        let alarm = clock.at(due);
        let roster = &Arc::clone(&self.shared.tally.site.roster);
        roster::timed(roster, || {
            loop {
                match self.try_pop() {
                    Polled::Item(item) => return Ok(Some(item)),
                    Polled::Over => return Ok(None),
                    Polled::Empty if alarm.try_recv().is_ok() => return Err(Late),
                    Polled::Empty => {}
                }
                self.rests(|| {
                    roster::outside(|select| {
                        self.add(select);
                        select.recv(&alarm);
                    });
                });
            }
        })
    }

    /// The next item if there is one. Never blocks.
    pub(crate) fn try_pop(&mut self) -> Polled<T> {
        if self.gate.is_shut() {
            return Polled::Over;
        }
        self.decide();
        match self.from.try_recv() {
            Ok(item) => Polled::Item(self.has_popped(item)),
            Err(TryRecvError::Empty) => Polled::Empty,
            Err(TryRecvError::Disconnected) => Polled::Over,
        }
    }

    /// The next item, unless `done` closes first. Blocks till then.
    pub(crate) fn pop_until(&mut self, done: &Done) -> Option<T> {
        let roster = &Arc::clone(&self.shared.tally.site.roster);
        loop {
            if done.is_closed() {
                return None;
            }
            match self.try_pop() {
                Polled::Item(item) => return Some(item),
                Polled::Over => return None,
                Polled::Empty => {}
            }
            roster::timed(roster, || {
                self.rests(|| {
                    roster::outside(|select| {
                        self.add(select);
                        done.add(select);
                    });
                });
            });
        }
    }

    /// Waits in `wait` for what has been added to a `select`, unless there is something already.
    fn rests(&self, wait: impl FnOnce()) {
        self.lies_down();
        if !self.is_ready() {
            wait();
        }
        self.gets_up();
    }

    /// Counts an item that was popped as discarded after all.
    pub(crate) fn unuse(&self) {
        self.shared.tally.unuse_one();
    }

    pub(in crate::edge) fn tally(&self) -> &Arc<Tally> {
        &self.shared.tally
    }

    /// The gate of this edge: a worker that knows the answer ends the edge for all that share it.
    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }
}

fn wait_for_item<T>(
    from: &mut ReceiveFrom<T>,
    backoff: &mut Backoff,
    gate: &Gate,
    tally: &Arc<Tally>,
) -> Option<T> {
    while backoff.pause() {
        if gate.is_shut() {
            return None;
        }
        match from.try_recv() {
            Ok(item) => return Some(item),
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return None,
        }
    }
    tally.site.roster.sleep(
        || Wait::Item(Arc::clone(tally) as Arc<dyn Level>),
        || backoff.asleep(|| from.recv_unless(gate)),
    )
}

/// A second way to take from an edge, for its sender; it does not count as a receiver.
#[derive(Debug)]
pub(in crate::edge) struct Tap<T> {
    shared: Arc<Shared<T>>,
    /// Known when it is used first: by then the edge has all its receivers.
    rx: Option<channel::Receiver<T>>,
}

impl<T> Rx<T> {
    pub(in crate::edge) fn tap(&self) -> Tap<T> {
        self.shared.store.lock().is_tapped();
        Tap {
            shared: Arc::clone(&self.shared),
            rx: None,
        }
    }
}

impl<T> Tap<T> {
    /// Drops the oldest item that nobody has popped yet. Never blocks.
    pub(in crate::edge) fn drop_oldest(&mut self) {
        let tally = &self.shared.tally;
        if self.rx.is_none() {
            self.rx = self.shared.store.lock().tap(tally);
        }
        if let Some(Ok(item)) = self.rx.as_ref().map(channel::Receiver::try_recv) {
            tally.drop_one();
            drop(item);
        }
    }
}

/// The time came before an item did.
#[derive(Debug, PartialEq, Eq)]
pub struct Late;

impl<T> Waits for Rx<T> {
    fn is_ready(&self) -> bool {
        self.from.is_ready() || self.gate.is_shut()
    }

    fn lies_down(&self) {
        self.from.lies_down();
    }

    fn gets_up(&self) {
        self.from.gets_up();
    }

    fn add<'a>(&'a self, select: &mut Select<'a>) {
        self.from.add(select);
        select.recv(self.gate.shut());
    }

    fn level(&self) -> Arc<dyn Level> {
        Arc::clone(&self.shared.tally) as Arc<dyn Level>
    }

    fn roster(&self) -> &Arc<roster::Roster> {
        &self.shared.tally.site.roster
    }
}

impl<T> Iterator for Rx<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.pop()
    }
}

impl<T> Clone for Rx<T> {
    fn clone(&self) -> Self {
        self.shared.store.lock().one_more_receiver();
        Self {
            from: ReceiveFrom::Undecided,
            gate: Arc::clone(&self.gate),
            popped: self.shared.tally.receiver(),
            backoff: Backoff::default(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Drop for Rx<T> {
    fn drop(&mut self) {
        let from = std::mem::replace(&mut self.from, ReceiveFrom::Undecided);
        let was_last = self.shared.store.lock().receiver_left(from);
        if was_last {
            self.gate.leave();
            self.shared.empty();
        }
    }
}
