//! What holds the items of an edge: a ring of one kind or another, or a channel.
//!
//! | senders | receivers | |
//! |---|---|---|
//! | 1 | 1 | `ring`: neither end writes what the other does |
//! | n | 1 | `lanes`: a ring for each sender, where they are the workers of a region that shares its input |
//! | 1 | n | `pool`: a ring whose receivers share its end, and may take over what another one has taken too early |
//! | any | any | a channel |
//!
//! Which it is is known when an end is used for the first time: by then every section has its ends. Until then nothing
//! is set aside. Each holds at most `bound` items.

mod idle;
mod kinds;
mod lanes;
#[cfg(all(test, pipewright_model))]
mod models;
mod pace;
mod pool;
#[cfg(all(test, pipewright_model))]
mod pool_models;
mod ring;
mod side;
#[cfg(all(test, not(pipewright_model)))]
mod tests;

use super::tally::{Counter, Tally};
use crate::sync::atomic::{Arc, OnceLock};
use crate::sync::barrier::Barrier;
use crate::sync::channel::{self, Receiver};
pub(super) use kinds::{ReceiveFrom, SendTo};
use lanes::UnclaimedLane;
pub(super) use side::Side;

/// The store of an edge, as far as it is not in the hands of its ends; and how many of them there are.
#[derive(Debug)]
pub(super) struct Store<T> {
    bound: usize,
    senders: usize,
    receivers: usize,
    fed_by: FedBy,
    /// Whether somebody besides the receivers takes from it.
    is_tapped: bool,
    tap: Option<Receiver<T>>,
    is_decided: bool,
    /// What the senders use that have not come for it yet.
    to: Vec<Unclaimed<T>>,
    /// The same of the receivers; at the end, what the last one has laid down.
    from: Vec<ReceiveFrom<T>>,
}

/// Who its senders are, which says whether each may have a part of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FedBy {
    /// Nothing is known of them: one may have to bring all items.
    Any,
    /// The workers of a region that shares its input.
    Equals,
    /// Different sections.
    Sections,
}

/// What a sender uses, before it is known which one it is.
#[derive(Debug)]
enum Unclaimed<T> {
    Whole(SendTo<T>),
    Lane(UnclaimedLane<T>),
}

impl<T> Store<T> {
    /// With an end at each side.
    pub(super) fn new(bound: usize) -> Self {
        Self {
            bound,
            senders: 1,
            receivers: 1,
            fed_by: FedBy::Any,
            is_tapped: false,
            tap: None,
            is_decided: false,
            to: Vec::new(),
            from: Vec::new(),
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

    /// Says that the workers of a region that shares its input send to it.
    pub(super) fn is_of_equals(&mut self) {
        if self.fed_by == FedBy::Any {
            self.fed_by = FedBy::Equals;
        }
    }

    /// Says that different sections send to it, each of which may have to bring all items.
    pub(super) fn is_merged(&mut self) {
        self.fed_by = FedBy::Sections;
    }

    fn decide(&mut self, tally: &Arc<Tally>) {
        if self.is_decided {
            return;
        }
        self.is_decided = true;
        let (bound, senders) = (self.bound, self.senders);
        // The last receiver may have left: then it is for what a sender puts in that has not noticed yet.
        let receivers = self.receivers.max(1);
        let (barrier, gate) = (Barrier::of_process(), &**tally.gate());
        match (senders, receivers) {
            _ if self.is_tapped || !rings_are_allowed() => self.decide_for_channel(receivers),
            (0 | 1, 1) => {
                let (tx, rx) = ring::new(bound, barrier, gate);
                self.to = vec![Unclaimed::Whole(SendTo::Ring(tx))];
                self.from = vec![ReceiveFrom::Ring(rx)];
            }
            (0 | 1, _) => {
                let (tx, ends) = pool::new(bound, receivers, barrier, gate);
                self.to = vec![Unclaimed::Whole(SendTo::Pool(tx))];
                self.from = ends.into_iter().map(ReceiveFrom::Pool).collect();
            }
            (_, 1) if self.fed_by == FedBy::Equals && lanes::are_worth_it(bound, senders) => {
                let (unclaimed, rx) = lanes::new(bound, senders, tally, barrier);
                self.to = unclaimed.into_iter().map(Unclaimed::Lane).collect();
                self.from = vec![ReceiveFrom::Lanes(rx)];
            }
            _ => self.decide_for_channel(receivers),
        }
        self.to.truncate(senders);
    }

    fn decide_for_channel(&mut self, receivers: usize) {
        let (tx, rx) = channel::bounded(self.bound);
        let to = || Unclaimed::Whole(SendTo::Channel(tx.clone()));
        self.to = (0..self.senders).map(|_| to()).collect();
        self.from = (0..receivers)
            .map(|_| ReceiveFrom::Channel(rx.clone()))
            .collect();
        self.tap = self.is_tapped.then_some(rx);
    }

    /// What the sender that counts in `pushed` uses from now on.
    pub(super) fn send_to(&mut self, pushed: &Arc<Counter>, tally: &Arc<Tally>) -> SendTo<T> {
        self.decide(tally);
        match self.to.pop() {
            Some(Unclaimed::Whole(to)) => to,
            Some(Unclaimed::Lane(lane)) => SendTo::Lane(lane.of(pushed, tally)),
            None => SendTo::Undecided,
        }
    }

    /// What a receiver uses from now on.
    pub(super) fn receive_from(&mut self, tally: &Arc<Tally>) -> ReceiveFrom<T> {
        self.decide(tally);
        self.from.pop().unwrap_or(ReceiveFrom::Undecided)
    }

    /// Says that its sender takes from it too, by what `tap` gives.
    pub(super) fn is_tapped(&mut self) {
        self.is_tapped = true;
    }

    /// One more way to take from it, for its sender, which must have said so.
    pub(super) fn tap(&mut self, tally: &Arc<Tally>) -> Option<Receiver<T>> {
        self.decide(tally);
        self.tap.take()
    }

    /// A sender has left, which had come for what it used or not. Whether items may be inside that nobody will receive.
    pub(super) fn sender_left(&mut self, had_come: bool, tally: &Arc<Tally>) -> bool {
        self.senders -= 1;
        if self.senders == 0 && !self.is_decided {
            // Nothing was ever sent: it is there for its end alone.
            self.bound = 1;
            self.decide(tally);
        }
        if self.is_decided && !had_come {
            self.to.pop();
        }
        self.receivers == 0
    }

    /// A receiver has left and lays down what it used. Whether it was the last one.
    pub(super) fn receiver_left(&mut self, from: ReceiveFrom<T>) -> bool {
        self.receivers -= 1;
        let from = if from.is_undecided() && self.is_decided {
            self.from.pop()
        } else {
            Some(from)
        };
        if self.receivers == 0 {
            self.from = from.into_iter().collect();
        }
        self.receivers == 0
    }

    /// An item that nobody will receive.
    pub(super) fn take_one(&mut self) -> Option<T> {
        self.from.first_mut()?.try_recv().ok()
    }
}

/// `PIPEWRIGHT_EDGE=channel` keeps to channels: to hunt a fault, and to run every test over both.
fn rings_are_allowed() -> bool {
    static ALLOWED: OnceLock<bool> = OnceLock::new();
    *ALLOWED.get_or_init(|| std::env::var_os("PIPEWRIGHT_EDGE").is_none_or(|it| it != "channel"))
}
