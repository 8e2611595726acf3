//! The receiving end.

use super::Rx;
use crate::done::Done;
use crate::edge::gate::Gate;
use crate::edge::tally::Tally;
use crate::edge::wait::{Polled, Waits};
use crate::roster::{self, Level, Wait};
use crate::sync::atomic::{Arc, Ordering};
use crate::sync::backoff::Backoff;
use crate::sync::channel::{self, Select, TryRecvError, recv_unless};
use crate::sync::clock::Clock;
use std::time::Instant;

impl<T> Rx<T> {
    /// The next item. Blocks while the edge is empty; `None` when it is over, or the run is cancelled.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<T> {
        if self.shared.gate.is_shut() {
            return None;
        }
        match self.channel.try_recv() {
            Ok(item) => Some(self.has_popped(item)),
            Err(TryRecvError::Empty) => self.pop_empty(),
            Err(TryRecvError::Disconnected) => None,
        }
    }

    #[inline]
    fn has_popped(&self, item: T) -> T {
        self.popped.add_one();
        item
    }

    #[cold]
    fn pop_empty(&self) -> Option<T> {
        let roster = &self.shared.tally.site.roster;
        let item = roster::timed(roster, || self.wait_for_item())?;
        Some(self.has_popped(item))
    }

    fn wait_for_item(&self) -> Option<T> {
        let mut backoff = Backoff::default();
        while backoff.pause() {
            if self.shared.gate.is_shut() {
                return None;
            }
            match self.channel.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return None,
            }
        }
        self.shared.tally.site.roster.sleep(
            || Wait::Item(self.level()),
            || recv_unless(&self.channel, self.shared.gate.shut()),
        )
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
                roster::outside(|select| {
                    self.add(select);
                    select.recv(&alarm);
                });
            }
        })
    }

    /// The next item if there is one. Never blocks.
    pub(crate) fn try_pop(&mut self) -> Polled<T> {
        if self.shared.gate.is_shut() {
            return Polled::Over;
        }
        match self.channel.try_recv() {
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
                roster::outside(|select| {
                    self.add(select);
                    done.add(select);
                });
            });
        }
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
        &self.shared.gate
    }
}

/// A second way to take from an edge, for its sender; it does not count as a receiver.
#[derive(Debug)]
pub(in crate::edge) struct Tap<T>(channel::Receiver<T>, Arc<Tally>);

impl<T> Rx<T> {
    pub(in crate::edge) fn tap(&self) -> Tap<T> {
        Tap(self.channel.clone(), Arc::clone(&self.shared.tally))
    }
}

impl<T> Tap<T> {
    /// Drops the oldest item that nobody has popped yet. Never blocks.
    pub(in crate::edge) fn drop_oldest(&self) {
        if let Ok(item) = self.0.try_recv() {
            self.1.drop_one();
            drop(item);
        }
    }
}

/// The time came before an item did.
#[derive(Debug, PartialEq, Eq)]
pub struct Late;

impl<T> Waits for Rx<T> {
    fn is_ready(&self) -> bool {
        !self.channel.is_empty() || self.shared.gate.is_shut()
    }

    fn add<'a>(&'a self, select: &mut Select<'a>) {
        select.recv(&self.channel);
        select.recv(self.shared.gate.shut());
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
        self.shared.receivers.fetch_add(1, Ordering::Relaxed);
        Self {
            channel: self.channel.clone(),
            popped: self.shared.tally.receiver(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Drop for Rx<T> {
    fn drop(&mut self) {
        if self.shared.receivers.fetch_sub(1, Ordering::AcqRel) > 1 {
            return;
        }
        *self.shared.grave.lock() = Some(self.channel.clone());
        self.shared.gate.leave();
        self.shared.empty(&self.channel);
    }
}
