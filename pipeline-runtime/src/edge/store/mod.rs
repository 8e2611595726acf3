//! What holds the items of an edge: a ring where one end sends and one receives, else a channel.
//!
//! Which of the two is known when an end is used for the first time: by then every section has its ends. Until then nothing
//! is set aside. Either holds at most `bound` items.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

#[cfg(all(test, pipewright_model))]
mod models;
mod ring;
mod side;
#[cfg(all(test, not(pipewright_model)))]
mod tests;

use crate::sync::atomic::OnceLock;
use crate::sync::barrier::Barrier;
use crate::sync::channel::{
    self, Receiver, Select, TryRecvError, TrySendError, recv_unless, send_unless,
};
use ring::{RingRx, RingTx};

/// Where an end sends to.
#[derive(Debug)]
pub(super) enum SendTo<T> {
    /// Not known yet.
    Undecided,
    Channel(channel::Sender<T>),
    Ring(RingTx<T>),
    /// A ring that is looked at after each item.
    Measured(RingTx<T>),
}

/// Where an end receives from.
#[derive(Debug)]
pub(super) enum ReceiveFrom<T> {
    /// Not known yet.
    Undecided,
    Channel(Receiver<T>),
    Ring(RingRx<T>),
}

/// The store of an edge, as far as it is not in the hands of its ends; and how many of them there are.
#[derive(Debug)]
pub(super) struct Store<T> {
    bound: usize,
    senders: usize,
    receivers: usize,
    is_decided: bool,
    /// Whether somebody besides the receivers takes from it.
    is_tapped: bool,
    to: SendTo<T>,
    from: ReceiveFrom<T>,
}

impl<T> Store<T> {
    /// With an end at each side.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            bound,
            senders: 1,
            receivers: 1,
            is_decided: false,
            is_tapped: false,
            to: SendTo::Undecided,
            from: ReceiveFrom::Undecided,
        }
    }

    /// One more sender, which has to come before any end is used.
    pub(super) fn one_more_sender(&mut self) {
        debug_assert!(!self.is_decided, "a sender that comes too late");
        self.senders += 1;
    }

    /// One more receiver, which has to come before any end is used.
    pub(super) fn one_more_receiver(&mut self) {
        debug_assert!(!self.is_decided, "a receiver that comes too late");
        self.receivers += 1;
    }

    fn decide(&mut self) {
        if self.is_decided {
            return;
        }
        self.is_decided = true;
        if self.senders <= 1 && self.receivers <= 1 && !self.is_tapped && rings_are_allowed() {
            let (tx, rx) = ring::new(self.bound, Barrier::of_process());
            self.to = SendTo::Ring(tx);
            self.from = ReceiveFrom::Ring(rx);
        } else {
            let (tx, rx) = channel::bounded(self.bound);
            self.to = SendTo::Channel(tx);
            self.from = ReceiveFrom::Channel(rx);
        }
        if self.senders == 0 {
            self.to = SendTo::Undecided;
        }
    }

    /// What a sender uses from now on.
    pub(super) fn send_to(&mut self, is_measured: bool) -> SendTo<T> {
        self.decide();
        if let SendTo::Channel(tx) = &self.to {
            return SendTo::Channel(tx.clone());
        }
        match std::mem::replace(&mut self.to, SendTo::Undecided) {
            SendTo::Ring(tx) if is_measured => SendTo::Measured(tx),
            to => to,
        }
    }

    /// What a receiver uses from now on.
    pub(super) fn receive_from(&mut self) -> ReceiveFrom<T> {
        self.decide();
        match &self.from {
            ReceiveFrom::Channel(rx) => ReceiveFrom::Channel(rx.clone()),
            _ => std::mem::replace(&mut self.from, ReceiveFrom::Undecided),
        }
    }

    /// One more way to take from it, for its sender.
    pub(super) fn tap(&mut self) -> Option<Receiver<T>> {
        self.is_tapped = true;
        self.decide();
        match &self.from {
            ReceiveFrom::Channel(rx) => Some(rx.clone()),
            _ => None,
        }
    }

    /// A sender has left. Whether items may be inside that nobody will receive.
    pub(super) fn sender_left(&mut self) -> bool {
        self.senders -= 1;
        if self.senders == 0 {
            if !self.is_decided {
                // Nothing was ever sent: it is there for its end alone.
                self.bound = 1;
                self.decide();
            }
            self.to = SendTo::Undecided;
        }
        self.receivers == 0
    }

    /// A receiver has left and lays down what it used. Whether it was the last one.
    pub(super) fn receiver_left(&mut self, from: ReceiveFrom<T>) -> bool {
        self.receivers -= 1;
        if let ReceiveFrom::Ring(_) = from {
            self.from = from;
        }
        self.receivers == 0
    }

    /// An item that nobody will receive.
    pub(super) fn take_one(&mut self) -> Option<T> {
        self.from.try_recv().ok()
    }
}

/// `PIPEWRIGHT_EDGE=channel` keeps to channels: to hunt a fault, and to run every test over both.
fn rings_are_allowed() -> bool {
    static ALLOWED: OnceLock<bool> = OnceLock::new();
    *ALLOWED.get_or_init(|| std::env::var_os("PIPEWRIGHT_EDGE").is_none_or(|it| it != "channel"))
}

impl<T> SendTo<T> {
    pub(super) fn is_undecided(&self) -> bool {
        matches!(self, Self::Undecided)
    }

    /// Puts the item in if this is a ring with room.
    #[inline(always)]
    pub(super) fn put_into_ring(&mut self, item: T) -> Result<(), T> {
        match self {
            Self::Ring(ring) => ring.put(item),
            _ => Err(item),
        }
    }

    pub(super) fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        match self {
            Self::Ring(ring) | Self::Measured(ring) => ring.try_send(item),
            Self::Channel(channel) => channel.try_send(item),
            Self::Undecided => Err(TrySendError::Full(item)),
        }
    }

    /// Sends the item. Blocks; gives it back when `stop` is disconnected.
    pub(super) fn send_unless(&mut self, item: T, stop: &Receiver<()>) -> Result<(), T> {
        match self {
            Self::Ring(ring) | Self::Measured(ring) => ring.send_unless(item, stop),
            Self::Channel(channel) => send_unless(channel, item, stop),
            Self::Undecided => Err(item),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Ring(ring) | Self::Measured(ring) => ring.len(),
            Self::Channel(channel) => channel.len(),
            Self::Undecided => 0,
        }
    }
}

impl<T> ReceiveFrom<T> {
    pub(super) fn is_undecided(&self) -> bool {
        matches!(self, Self::Undecided)
    }

    /// The next item if this is a ring that has one.
    #[inline(always)]
    pub(super) fn take_from_ring(&mut self) -> Option<T> {
        match self {
            Self::Ring(ring) => ring.take(),
            _ => None,
        }
    }

    pub(super) fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self {
            Self::Ring(ring) => ring.try_recv(),
            Self::Channel(channel) => channel.try_recv(),
            Self::Undecided => Err(TryRecvError::Empty),
        }
    }

    /// The next item. Blocks; `None` when `stop` is disconnected, or nobody sends any more.
    pub(super) fn recv_unless(&mut self, stop: &Receiver<()>) -> Option<T> {
        match self {
            Self::Ring(ring) => ring.recv_unless(stop),
            Self::Channel(channel) => recv_unless(channel, stop),
            Self::Undecided => None,
        }
    }

    /// Whether a look would find an item, or the end (a channel says nothing of its end).
    pub(super) fn is_ready(&self) -> bool {
        match self {
            Self::Ring(ring) => ring.is_ready(),
            Self::Channel(channel) => !channel.is_empty(),
            Self::Undecided => true,
        }
    }

    /// To be called before a wait for what `add` has added, and before a last look.
    pub(super) fn lies_down(&self) {
        if let Self::Ring(ring) = self {
            ring.side().lies_down();
        }
    }

    /// To be called behind the wait.
    pub(super) fn gets_up(&self) {
        if let Self::Ring(ring) = self {
            ring.side().gets_up();
        }
    }

    /// Adds what is ready when there may be something new to a `select`.
    pub(super) fn add<'a>(&'a self, select: &mut Select<'a>) {
        match self {
            Self::Ring(ring) => {
                select.recv(ring.side().rung());
            }
            Self::Channel(channel) => {
                select.recv(channel);
            }
            Self::Undecided => {}
        }
    }
}
