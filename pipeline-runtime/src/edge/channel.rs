//! The channel back end: a bounded crossbeam channel with a gate and a grave.
//!
//! A crossbeam channel keeps its items alive after the last receiver has gone, until the last sender goes. The *grave* is
//! what empties it: the last receiver lays a receiving end there and drains; a sender that pushed meanwhile finds it when
//! it leaves and drains again. Both go through the grave's lock, so one of the two sees every item.

use super::Outlet;
use super::drain::drain;
use super::gate::{Feeder, Gate};
use super::tally::{Counter, Site, Tally};
use super::wait::{Polled, Waits};
use crate::done::Done;
use crate::mutants::{self, Mutant};
use crate::roster::{self, Level, Wait};
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::backoff::Backoff;
use crate::sync::channel::{self, Select, TryRecvError, TrySendError, recv_unless, send_unless};
use crate::sync::clock::Clock;
use crate::sync::lock::Mutex;
use crate::sync::thread::panicking;
use std::ops::ControlFlow::{self, Break, Continue};
use std::time::Instant;

/// The sending end of an edge; cloned once for each worker that feeds it.
#[derive(Debug)]
pub struct Tx<T> {
    channel: channel::Sender<T>,
    pushed: Arc<Counter>,
    shared: Arc<Shared<T>>,
}

/// The receiving end of an edge; cloned once for each worker that shares it.
#[derive(Debug)]
pub struct Rx<T> {
    channel: channel::Receiver<T>,
    popped: Arc<Counter>,
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    gate: Arc<Gate>,
    tally: Arc<Tally>,
    receivers: AtomicUsize,
    grave: Mutex<Option<channel::Receiver<T>>>,
    /// Whether what is dropped inside is an item.
    is_item: fn(&T) -> bool,
    is_measured: bool,
}

/// A new edge that holds at most `bound` items, with what is known of it outside.
pub(crate) fn edge<T>(bound: usize, site: Site) -> (Tx<T>, Rx<T>, Arc<Tally>) {
    edge_of(bound, site, |_| true)
}

/// The same, of messages of which some carry no item.
pub(super) fn edge_of<T>(
    bound: usize,
    site: Site,
    is_item: fn(&T) -> bool,
) -> (Tx<T>, Rx<T>, Arc<Tally>) {
    let room = if mutants::is(Mutant::ExceedsTheBound) {
        2 * bound + 8
    } else {
        bound
    };
    let (sender, receiver) = channel::bounded(room);
    let gate = Arc::new(Gate::new());
    let is_measured = site.roster.is_measured();
    let tally = Arc::new(Tally::new(site, bound, Arc::clone(&gate)));
    let shared = Arc::new(Shared {
        gate,
        tally: Arc::clone(&tally),
        receivers: AtomicUsize::new(1),
        grave: Mutex::new(None),
        is_item,
        is_measured,
    });
    let tx = Tx {
        channel: sender,
        pushed: tally.sender(),
        shared: Arc::clone(&shared),
    };
    let rx = Rx {
        channel: receiver,
        popped: tally.receiver(),
        shared,
    };
    (tx, rx, tally)
}

impl<T> Shared<T> {
    /// Drops what nobody will receive.
    fn empty(&self, receiver: &channel::Receiver<T>) {
        if mutants::is(Mutant::DropsInBulk) {
            return;
        }
        drain(|| {
            let item = receiver.try_recv().ok()?;
            self.tally.drop_one();
            if !(self.is_item)(&item) {
                self.tally.blank_dropped();
            }
            Some(item)
        });
    }
}

impl<T> Tx<T> {
    /// One more sending end. (`clone` is found only where the user has the trait in scope, and no other of that name.)
    #[must_use]
    pub fn another(&self) -> Self {
        self.clone()
    }

    pub(super) fn tally(&self) -> &Arc<Tally> {
        &self.shared.tally
    }

    #[inline]
    fn has_pushed(&self) -> ControlFlow<()> {
        self.pushed.add_one();
        if self.shared.is_measured {
            self.shared.tally.held(self.channel.len());
        }
        Continue(())
    }

    #[cold]
    fn refused(&self) -> ControlFlow<()> {
        self.shared.tally.refuse_one();
        Break(())
    }

    #[cold]
    fn push_full(&self, item: T) -> ControlFlow<()> {
        let roster = &self.shared.tally.site.roster;
        if roster::timed(roster, || self.wait_for_room(item)) {
            self.has_pushed()
        } else {
            self.refused()
        }
    }

    /// Whether it has got the item in.
    fn wait_for_room(&self, mut item: T) -> bool {
        let mut backoff = Backoff::default();
        while backoff.pause() {
            if self.shared.gate.is_shut() {
                return false;
            }
            match self.channel.try_send(item) {
                Ok(()) => return true,
                Err(TrySendError::Full(back)) => item = back,
                Err(TrySendError::Disconnected(_)) => return false,
            }
        }
        let tally = &self.shared.tally;
        let sent = tally.site.roster.sleep(
            || Wait::Room(Arc::clone(tally) as Arc<dyn Level>),
            || send_unless(&self.channel, item, self.shared.gate.shut()),
        );
        sent.is_ok()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Outlet<T> for Tx<T> {
    #[inline]
    fn push(&mut self, item: T) -> ControlFlow<()> {
        if self.shared.gate.is_shut() {
            return self.refused();
        }
        if mutants::is(Mutant::LosesAnItem) && self.pushed.is_every(1000, 7) {
            drop(item);
            return self.has_pushed();
        }
        match self.channel.try_send(item) {
            Ok(()) => self.has_pushed(),
            Err(TrySendError::Full(item)) if mutants::is(Mutant::NoBackPressure) => {
                drop(item);
                Continue(())
            }
            Err(TrySendError::Full(item)) => self.push_full(item),
            Err(TrySendError::Disconnected(_)) => self.refused(),
        }
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.shared.gate.is_fed_by(feeder);
    }

    fn refuse(&mut self) {
        self.shared.tally.refuse_one();
    }
}

impl<T> Tx<T> {
    /// Hands an item on if there is room; gives it back if there is none. Never blocks.
    pub(super) fn try_push(&mut self, item: T) -> Result<ControlFlow<()>, T> {
        if self.shared.gate.is_shut() {
            return Ok(self.refused());
        }
        match self.channel.try_send(item) {
            Ok(()) => Ok(self.has_pushed()),
            Err(TrySendError::Full(item)) => Err(item),
            Err(TrySendError::Disconnected(_)) => Ok(self.refused()),
        }
    }
}

impl<T> Clone for Tx<T> {
    fn clone(&self) -> Self {
        Self {
            channel: self.channel.clone(),
            pushed: self.shared.tally.sender(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Drop for Tx<T> {
    fn drop(&mut self) {
        if panicking() {
            // The run learns of the panic when this thread has unwound; until then this end would look like a good one.
            self.shared.gate.cancel();
        }
        self.shared.tally.sender_leaves();
        if mutants::is(Mutant::MergeEndsWithFirst) {
            self.shared.gate.leave();
        }
        let grave = self.shared.grave.lock().clone();
        if let Some(receiver) = grave {
            self.shared.empty(&receiver);
        }
    }
}

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

    pub(super) fn tally(&self) -> &Arc<Tally> {
        &self.shared.tally
    }

    /// The gate of this edge: a worker that knows the answer ends the edge for all that share it.
    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.shared.gate
    }
}

/// A second way to take from an edge, for its sender; it does not count as a receiver.
#[derive(Debug)]
pub(super) struct Tap<T>(channel::Receiver<T>, Arc<Tally>);

impl<T> Rx<T> {
    pub(super) fn tap(&self) -> Tap<T> {
        Tap(self.channel.clone(), Arc::clone(&self.shared.tally))
    }
}

impl<T> Tap<T> {
    /// Drops the oldest item that nobody has popped yet. Never blocks.
    pub(super) fn drop_oldest(&self) {
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

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // a test's own threads
mod tests {
    use super::{Late, Outlet};
    use crate::edge::alone;
    use crate::sync::clock::{Clock, TestClock};
    use std::ops::ControlFlow::{Break, Continue};
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn items_come_out_in_the_order_in_which_they_went_in() {
        let (mut tx, rx, _tally) = alone(4);
        let sender = std::thread::spawn(move || {
            for n in 0..1000 {
                assert_eq!(tx.push(n), Continue(()));
            }
        });
        assert!(rx.eq(0..1000));
        sender.join().unwrap();
    }

    #[test]
    fn what_the_receiver_left_behind_is_dropped_although_the_sender_lives_on() {
        let (mut tx, mut rx, _tally) = alone(8);
        let item = Arc::new(());
        for _ in 0..3 {
            assert_eq!(tx.push(Arc::clone(&item)), Continue(()));
        }
        drop(rx.pop());
        drop(rx);
        assert_eq!(Arc::strong_count(&item), 1);
        assert_eq!(tx.push(Arc::clone(&item)), Break(()));
        assert_eq!(Arc::strong_count(&item), 1);
    }

    #[test]
    fn what_was_pushed_while_the_receiver_left_is_dropped_when_the_sender_leaves() {
        for _ in 0..500 {
            let (mut tx, rx, _tally) = alone(64);
            let item = Arc::new(());
            let pushed = Arc::clone(&item);
            let sender =
                std::thread::spawn(move || while tx.push(Arc::clone(&pushed)).is_continue() {});
            drop(rx);
            sender.join().unwrap();
            assert_eq!(Arc::strong_count(&item), 1);
        }
    }

    #[test]
    fn cancel_wakes_a_sender_that_waits_for_room_and_a_receiver_that_waits_for_an_item() {
        let (mut tx, rx, tally) = alone(1);
        assert_eq!(tx.push(1), Continue(()));
        let sender = std::thread::spawn(move || tx.push(2));
        tally.gate().cancel();
        assert_eq!(sender.join().unwrap(), Break(()));
        drop(rx);

        let (tx, mut rx, tally) = alone::<u8>(1);
        let receiver = std::thread::spawn(move || rx.pop());
        tally.gate().cancel();
        assert_eq!(receiver.join().unwrap(), None);
        drop(tx);
    }

    #[test]
    fn a_timed_pop_gives_an_item_at_once_and_is_late_when_the_time_has_come() {
        let test = TestClock::new();
        let clock = Clock::Test(test.clone());
        let (mut tx, mut rx, _tally) = alone(1);
        let due = clock.now() + Duration::from_secs(1);
        assert_eq!(tx.push(7), Continue(()));
        assert_eq!(rx.pop_by(due, &clock), Ok(Some(7)));
        test.advance(Duration::from_secs(1));
        assert_eq!(rx.pop_by(due, &clock), Err(Late));
        drop(tx);
        assert_eq!(rx.pop_by(due, &clock), Ok(None));
    }
}
