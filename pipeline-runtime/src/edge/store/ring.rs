//! The ring: one sender, one receiver, a slot an item, and nothing that both write on the way of an item.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::side::Side;
use crate::edge::gate::Gate;
use crate::sync::atomic::Arc;
use crate::sync::barrier::Barrier;
use crate::sync::channel::TryRecvError;
use crate::sync::ring::{Consumer, Producer, PushError, Room, ring};

/// The sending end of a ring.
#[derive(Debug)]
pub(in crate::edge) struct RingTx<T> {
    slots: Producer<T>,
    room: Room,
    bound: usize,
    me: Arc<Side>,
    receiver: Arc<Side>,
}

/// The receiving end of a ring.
#[derive(Debug)]
pub(in crate::edge) struct RingRx<T> {
    slots: Consumer<T>,
    /// A sleeping sender is woken when there are no more than so many items.
    low: usize,
    me: Arc<Side>,
    sender: Arc<Side>,
}

/// A ring that holds at most `bound` items.
pub(super) fn new<T>(bound: usize, barrier: Barrier, gate: &Gate) -> (RingTx<T>, RingRx<T>) {
    to_side(bound, &Side::new(barrier, gate), barrier, gate)
}

/// A ring whose receiver sleeps at `receiver`, which may be that of other rings too.
pub(super) fn to_side<T>(
    bound: usize,
    receiver: &Arc<Side>,
    barrier: Barrier,
    gate: &Gate,
) -> (RingTx<T>, RingRx<T>) {
    let (producer, consumer) = ring(bound);
    let sender = Side::new(barrier, gate);
    let tx = RingTx {
        slots: producer,
        room: Room::of(bound),
        bound,
        me: Arc::clone(&sender),
        receiver: Arc::clone(receiver),
    };
    let rx = RingRx {
        slots: consumer,
        low: bound / 2,
        me: Arc::clone(receiver),
        sender,
    };
    (tx, rx)
}

impl<T> RingTx<T> {
    /// Puts the item in; gives it back when there is no room.
    #[inline(always)]
    pub(super) fn put(&mut self, item: T) -> Result<(), T> {
        if !self.room.takes_one(&mut self.slots) {
            return Err(item);
        }
        match self.slots.push(item) {
            Ok(()) => {
                self.receiver.ring();
                Ok(())
            }
            Err(PushError::Full(item)) => Err(item),
        }
    }

    /// Sends the item. Blocks; gives it back when the gate shuts.
    pub(super) fn send_unless(&mut self, item: T, gate: &Gate) -> Result<(), T> {
        // It naps: its wake-up may be put off by a receiver that never sleeps, but waits for something of its own.
        if self.me.sleep(gate, true, || !self.slots.is_full()) {
            self.put(item)
        } else {
            Err(item)
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bound - self.slots.slots()
    }
}

impl<T> Drop for RingTx<T> {
    fn drop(&mut self) {
        self.me.goes(&self.receiver);
    }
}

impl<T> RingRx<T> {
    /// The next item, if there is one.
    #[inline(always)]
    pub(super) fn take(&mut self) -> Option<T> {
        let item = self.slots.pop().ok()?;
        if self.sender.sleeps() {
            self.has_room();
        }
        Some(item)
    }

    pub(super) fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self.take() {
            Some(item) => Ok(item),
            None => self.look_again(),
        }
    }

    #[cold]
    fn has_room(&self) {
        if self.slots.slots() <= self.low {
            self.sender.wake();
        } else {
            self.sender.wake_later();
        }
    }

    #[cold]
    fn look_again(&mut self) -> Result<T, TryRecvError> {
        if !self.sender.is_gone() {
            return Err(TryRecvError::Empty);
        }
        // What was sent before the end was said is seen now.
        self.slots.pop().map_err(|_| TryRecvError::Disconnected)
    }

    /// The next item. Blocks; `None` when the gate shuts, or nobody sends any more.
    pub(super) fn recv_unless(&mut self, gate: &Gate) -> Option<T> {
        if self.me.sleep(gate, false, || self.is_ready()) {
            self.try_recv().ok()
        } else {
            None
        }
    }

    /// Whether a look would find an item, or the end.
    pub(super) fn is_ready(&self) -> bool {
        !self.slots.is_empty() || self.sender.is_gone()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Whether its sender does nothing more; what it had sent before is seen.
    pub(super) fn sender_is_gone(&self) -> bool {
        self.sender.is_gone()
    }

    /// What a wait for several things at once has to do itself.
    pub(super) fn side(&self) -> &Side {
        &self.me
    }
}
