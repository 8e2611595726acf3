//! The bounded channel under an edge, with crossbeam's names and meaning.
//!
//! Every operation is one step: a scheduling point, then all of it. What waits tries again whenever it is woken, so another
//! thread may always come first. A change wakes all who wait for it, where crossbeam wakes one who tries and all who only
//! look: whatever its choice lets happen happens here too.

use super::sleep::{Awaited, Sleepers, step, until_ready};
use crate::sync::atomic::Arc;
pub(crate) use crate::sync::latch::Latch;
pub use crossbeam_channel::{RecvError, SendError, TryReadyError, TryRecvError, TrySendError};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The sending end; any number of them.
pub struct Sender<T>(Arc<Channel<T>>);

/// The receiving end; any number of them.
pub struct Receiver<T>(Arc<Channel<T>>);

struct Channel<T> {
    bound: usize,
    forgets: Forgets,
    state: Mutex<State<T>>,
}

struct State<T> {
    queue: VecDeque<T>,
    senders: usize,
    receivers: usize,
    /// Wait for an item, or for the last sender to go.
    want_item: Sleepers,
    /// Wait for room, or for the last receiver to go.
    want_room: Sleepers,
}

/// Whom a channel does not wake although it should: what the tests of this channel must notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forgets {
    /// A right channel.
    Nobody,
    /// The receivers when an item comes.
    AtPush,
    /// The senders when there is room again.
    AtPop,
    /// All when the last one of the other side goes.
    AtEnd,
}

/// A channel that holds at most `bound` messages. One that holds none has no rendezvous: it is only good for its end.
#[must_use]
pub fn bounded<T>(bound: usize) -> (Sender<T>, Receiver<T>) {
    faulty(bound, Forgets::Nobody)
}

/// A wrong channel.
#[must_use]
pub fn faulty<T>(bound: usize, forgets: Forgets) -> (Sender<T>, Receiver<T>) {
    let channel = Arc::new(Channel::new(bound, forgets));
    (Sender(Arc::clone(&channel)), Receiver(channel))
}

/// Never receives: it has a sender that nobody holds.
#[must_use]
pub fn never<T>() -> Receiver<T> {
    Receiver(Arc::new(Channel::new(0, Forgets::Nobody)))
}

/// Never receives: no time passes under the explorer. (A test's clock is moved by hand.)
pub(crate) fn at(_: Instant) -> Receiver<Instant> {
    never()
}

impl<T> Channel<T> {
    fn new(bound: usize, forgets: Forgets) -> Self {
        Self {
            bound,
            forgets,
            state: Mutex::new(State {
                queue: VecDeque::new(),
                senders: 1,
                receivers: 1,
                want_item: Sleepers::default(),
                want_room: Sleepers::default(),
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has_room(&self, state: &State<T>) -> bool {
        state.queue.len() < self.bound
    }
}

impl<T> Sender<T> {
    /// Never blocks.
    ///
    /// # Errors
    ///
    /// The item, when there is no room, or no receiver any more.
    pub fn try_send(&self, item: T) -> Result<(), TrySendError<T>> {
        step();
        let mut state = self.0.state();
        if state.receivers == 0 {
            return Err(TrySendError::Disconnected(item));
        }
        if !self.0.has_room(&state) {
            return Err(TrySendError::Full(item));
        }
        state.queue.push_back(item);
        if self.0.forgets != Forgets::AtPush {
            state.want_item.wake();
        }
        Ok(())
    }

    /// Blocks while there is no room.
    ///
    /// # Errors
    ///
    /// The item, when there is no receiver any more.
    pub fn send(&self, mut item: T) -> Result<(), SendError<T>> {
        loop {
            match self.try_send(item) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Disconnected(back)) => return Err(SendError(back)),
                Err(TrySendError::Full(back)) => item = back,
            }
            until_ready(&[self]);
        }
    }

    /// How many items are inside.
    #[must_use]
    pub fn len(&self) -> usize {
        step();
        self.0.state().queue.len()
    }

    /// Whether nothing is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is no room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        step();
        !self.0.has_room(&self.0.state())
    }
}

impl<T> Receiver<T> {
    /// Never blocks.
    ///
    /// # Errors
    ///
    /// When there is no item yet, or none any more.
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        step();
        let mut state = self.0.state();
        let Some(item) = state.queue.pop_front() else {
            return Err(if state.senders == 0 {
                TryRecvError::Disconnected
            } else {
                TryRecvError::Empty
            });
        };
        if self.0.forgets != Forgets::AtPop {
            state.want_room.wake();
        }
        Ok(item)
    }

    /// Blocks while there is no item.
    ///
    /// # Errors
    ///
    /// When there will be none any more.
    pub fn recv(&self) -> Result<T, RecvError> {
        loop {
            match self.try_recv() {
                Ok(item) => return Ok(item),
                Err(TryRecvError::Disconnected) => return Err(RecvError),
                Err(TryRecvError::Empty) => {}
            }
            until_ready(&[self]);
        }
    }

    /// How many items are inside.
    #[must_use]
    pub fn len(&self) -> usize {
        step();
        self.0.state().queue.len()
    }

    /// Whether nothing is inside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The next item. Blocks; `None` when `stop` is disconnected, which is looked at first, or nothing will come any more.
#[must_use]
pub fn recv_unless<T>(rx: &Receiver<T>, stop: &Receiver<()>) -> Option<T> {
    loop {
        if stop.try_recv() == Err(TryRecvError::Disconnected) {
            return None;
        }
        match rx.try_recv() {
            Ok(item) => return Some(item),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) => {}
        }
        until_ready(&[stop, rx]);
    }
}

/// Sends the item. Blocks.
///
/// # Errors
///
/// The item, when `stop` is disconnected, which is looked at first, or nobody will receive any more.
pub fn send_unless<T>(tx: &Sender<T>, mut item: T, stop: &Receiver<()>) -> Result<(), T> {
    loop {
        if stop.try_recv() == Err(TryRecvError::Disconnected) {
            return Err(item);
        }
        match tx.try_send(item) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Disconnected(back)) => return Err(back),
            Err(TrySendError::Full(back)) => item = back,
        }
        until_ready(&[stop, tx]);
    }
}

/// Several ends to wait for.
#[derive(Default)]
pub struct Select<'a>(Vec<&'a dyn Awaited>);

impl<'a> Select<'a> {
    /// Waits for nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits for an item, or the end. Gives its place.
    pub fn recv<T>(&mut self, rx: &'a Receiver<T>) -> usize {
        self.0.push(rx);
        self.0.len() - 1
    }

    /// Waits for room, or the end. Gives its place.
    pub fn send<T>(&mut self, tx: &'a Sender<T>) -> usize {
        self.0.push(tx);
        self.0.len() - 1
    }

    /// Blocks until something would not block; gives the place of one that would not.
    pub fn ready(&mut self) -> usize {
        assert!(!self.0.is_empty(), "a select that waits for nothing");
        step();
        until_ready(&self.0)
    }

    /// As `ready`, but never blocks.
    ///
    /// # Errors
    ///
    /// When all would block.
    pub fn try_ready(&mut self) -> Result<usize, TryReadyError> {
        step();
        let ready = self.0.iter().position(|end| end.is_ready());
        ready.ok_or(TryReadyError)
    }
}

impl<T> Awaited for Sender<T> {
    fn is_ready(&self) -> bool {
        let state = self.0.state();
        state.receivers == 0 || self.0.has_room(&state)
    }

    fn with_sleepers(&self, work: &mut dyn FnMut(&mut Sleepers)) {
        work(&mut self.0.state().want_room);
    }
}

impl<T> Awaited for Receiver<T> {
    fn is_ready(&self) -> bool {
        let state = self.0.state();
        state.senders == 0 || !state.queue.is_empty()
    }

    fn with_sleepers(&self, work: &mut dyn FnMut(&mut Sleepers)) {
        work(&mut self.0.state().want_item);
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        // No step: while this end lives, one more changes nothing for anybody.
        self.0.state().senders += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        self.0.state().receivers += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        step();
        let mut state = self.0.state();
        state.senders -= 1;
        if state.senders == 0 && self.0.forgets != Forgets::AtEnd {
            state.want_item.wake();
        }
    }
}

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        step();
        let mut state = self.0.state();
        state.receivers -= 1;
        // What is inside stays there until the last sender has gone, as in crossbeam.
        if state.receivers == 0 && self.0.forgets != Forgets::AtEnd {
            state.want_room.wake();
        }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Sender { .. }")
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Receiver { .. }")
    }
}

impl fmt::Debug for Select<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad("Select { .. }")
    }
}
