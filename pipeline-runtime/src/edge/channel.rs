//! The channel back end: a bounded crossbeam channel with a gate and a grave.
//!
//! A crossbeam channel keeps its items alive after the last receiver has gone, until the last sender goes. The *grave* is
//! what empties it: the last receiver lays a receiving end there and drains; a sender that pushed meanwhile finds it when
//! it leaves and drains again. Both go through the grave's lock, so one of the two sees every item.

use super::Outlet;
use super::drain::drain;
use super::gate::{Feeder, Gate};
use super::wait::{Polled, Waits};
use crate::done::Done;
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::backoff::Backoff;
use crate::sync::channel::{self, TryRecvError, TrySendError, select_biased};
use crate::sync::clock::Clock;
use crate::sync::lock::Mutex;
use std::ops::ControlFlow::{self, Break, Continue};
use std::time::Instant;

/// The sending end of an edge; cloned once for each worker that feeds it.
#[derive(Debug)]
pub struct Tx<T> {
    channel: channel::Sender<T>,
    shared: Arc<Shared<T>>,
}

/// The receiving end of an edge; cloned once for each worker that shares it.
#[derive(Debug)]
pub struct Rx<T> {
    channel: channel::Receiver<T>,
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    gate: Arc<Gate>,
    receivers: AtomicUsize,
    grave: Mutex<Option<channel::Receiver<T>>>,
}

/// A new edge that holds at most `bound` items, with the gate that ends it.
pub(crate) fn edge<T>(bound: usize) -> (Tx<T>, Rx<T>, Arc<Gate>) {
    let (sender, receiver) = channel::bounded(bound);
    let gate = Arc::new(Gate::new());
    let shared = Arc::new(Shared {
        gate: Arc::clone(&gate),
        receivers: AtomicUsize::new(1),
        grave: Mutex::new(None),
    });
    let tx = Tx {
        channel: sender,
        shared: Arc::clone(&shared),
    };
    (
        tx,
        Rx {
            channel: receiver,
            shared,
        },
        gate,
    )
}

impl<T> Tx<T> {
    /// One more sending end. (`clone` is found only where the user has the trait in scope, and no other of that name.)
    #[must_use]
    pub fn another(&self) -> Self {
        self.clone()
    }

    #[cold]
    fn push_full(&self, mut item: T) -> ControlFlow<()> {
        let mut backoff = Backoff::default();
        while backoff.pause() {
            if self.shared.gate.is_shut() {
                return Break(());
            }
            match self.channel.try_send(item) {
                Ok(()) => return Continue(()),
                Err(TrySendError::Full(back)) => item = back,
                Err(TrySendError::Disconnected(_)) => return Break(()),
            }
        }
        select_biased! {
            recv(self.shared.gate.shut()) -> _ => Break(()),
            send(self.channel, item) -> sent => if sent.is_ok() { Continue(()) } else { Break(()) },
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T> Outlet<T> for Tx<T> {
    #[inline]
    fn push(&mut self, item: T) -> ControlFlow<()> {
        if self.shared.gate.is_shut() {
            return Break(());
        }
        match self.channel.try_send(item) {
            Ok(()) => Continue(()),
            Err(TrySendError::Full(item)) => self.push_full(item),
            Err(TrySendError::Disconnected(_)) => Break(()),
        }
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.shared.gate.is_fed_by(feeder);
    }
}

impl<T> Tx<T> {
    /// Hands an item on if there is room; gives it back if there is none. Never blocks.
    pub(super) fn try_push(&mut self, item: T) -> Result<ControlFlow<()>, T> {
        if self.shared.gate.is_shut() {
            return Ok(Break(()));
        }
        match self.channel.try_send(item) {
            Ok(()) => Ok(Continue(())),
            Err(TrySendError::Full(item)) => Err(item),
            Err(TrySendError::Disconnected(_)) => Ok(Break(())),
        }
    }
}

impl<T> Clone for Tx<T> {
    fn clone(&self) -> Self {
        Self {
            channel: self.channel.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> Drop for Tx<T> {
    fn drop(&mut self) {
        let grave = self.shared.grave.lock().clone();
        if let Some(receiver) = grave {
            drain(|| receiver.try_recv().ok());
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
            Ok(item) => Some(item),
            Err(TryRecvError::Empty) => self.pop_empty(),
            Err(TryRecvError::Disconnected) => None,
        }
    }

    #[cold]
    fn pop_empty(&self) -> Option<T> {
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
        select_biased! {
            recv(self.shared.gate.shut()) -> _ => None,
            recv(self.channel) -> item => item.ok(),
        }
    }

    /// The next item if it comes before `due`: `Ok(None)` when the edge is over, `Err` when the time is. Blocks till then.
    pub(crate) fn pop_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<T>, Late> {
        if self.shared.gate.is_shut() {
            return Ok(None);
        }
        match self.channel.try_recv() {
            Ok(item) => return Ok(Some(item)),
            Err(TryRecvError::Disconnected) => return Ok(None),
            Err(TryRecvError::Empty) => {}
        }
        let alarm = clock.at(due);
        select_biased! {
            recv(self.shared.gate.shut()) -> _ => Ok(None),
            recv(self.channel) -> item => Ok(item.ok()),
            recv(alarm) -> _ => Err(Late),
        }
    }

    /// The next item if there is one. Never blocks.
    pub(crate) fn try_pop(&mut self) -> Polled<T> {
        if self.shared.gate.is_shut() {
            return Polled::Over;
        }
        match self.channel.try_recv() {
            Ok(item) => Polled::Item(item),
            Err(TryRecvError::Empty) => Polled::Empty,
            Err(TryRecvError::Disconnected) => Polled::Over,
        }
    }

    /// The next item, unless `done` closes first. Blocks till then.
    pub(crate) fn pop_until(&mut self, done: &Done) -> Option<T> {
        loop {
            if done.is_closed() {
                return None;
            }
            match self.try_pop() {
                Polled::Item(item) => return Some(item),
                Polled::Over => return None,
                Polled::Empty => {}
            }
            let mut select = channel::Select::new();
            self.add(&mut select);
            done.add(&mut select);
            select.ready();
        }
    }

    /// The gate of this edge: a worker that knows the answer ends the edge for all that share it.
    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.shared.gate
    }
}

/// A second way to take from an edge, for its sender; it does not count as a receiver.
#[derive(Debug)]
pub(super) struct Tap<T>(channel::Receiver<T>);

impl<T> Rx<T> {
    pub(super) fn tap(&self) -> Tap<T> {
        Tap(self.channel.clone())
    }
}

impl<T> Tap<T> {
    /// The oldest item that nobody has popped yet. Never blocks.
    pub(super) fn take(&self) -> Option<T> {
        self.0.try_recv().ok()
    }
}

/// The time came before an item did.
#[derive(Debug, PartialEq, Eq)]
pub struct Late;

impl<T> Waits for Rx<T> {
    fn is_ready(&self) -> bool {
        !self.channel.is_empty() || self.shared.gate.is_shut()
    }

    fn add<'a>(&'a self, select: &mut channel::Select<'a>) {
        select.recv(&self.channel);
        select.recv(self.shared.gate.shut());
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
        drain(|| self.channel.try_recv().ok());
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // a test's own threads
mod tests {
    use super::{Late, Outlet, edge};
    use crate::sync::clock::{Clock, TestClock};
    use std::ops::ControlFlow::{Break, Continue};
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn items_come_out_in_the_order_in_which_they_went_in() {
        let (mut tx, rx, _gate) = edge(4);
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
        let (mut tx, mut rx, _gate) = edge(8);
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
            let (mut tx, rx, _gate) = edge(64);
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
        let (mut tx, rx, gate) = edge(1);
        assert_eq!(tx.push(1), Continue(()));
        let sender = std::thread::spawn(move || tx.push(2));
        gate.cancel();
        assert_eq!(sender.join().unwrap(), Break(()));
        drop(rx);

        let (tx, mut rx, gate) = edge::<u8>(1);
        let receiver = std::thread::spawn(move || rx.pop());
        gate.cancel();
        assert_eq!(receiver.join().unwrap(), None);
        drop(tx);
    }

    #[test]
    fn a_timed_pop_gives_an_item_at_once_and_is_late_when_the_time_has_come() {
        let test = TestClock::new();
        let clock = Clock::Test(test.clone());
        let (mut tx, mut rx, _gate) = edge(1);
        let due = clock.now() + Duration::from_secs(1);
        assert_eq!(tx.push(7), Continue(()));
        assert_eq!(rx.pop_by(due, &clock), Ok(Some(7)));
        test.advance(Duration::from_secs(1));
        assert_eq!(rx.pop_by(due, &clock), Err(Late));
        drop(tx);
        assert_eq!(rx.pop_by(due, &clock), Ok(None));
    }
}
