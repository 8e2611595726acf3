//! The bounded channel under an edge.

pub(crate) use crossbeam_channel::{Receiver, Select, Sender, TryRecvError, TrySendError, never};

pub(crate) use super::latch::Latch;
use crossbeam_channel::select_biased;
use std::time::Instant;

/// A channel that holds at most `bound` messages.
pub(crate) fn bounded<T>(bound: usize) -> (Sender<T>, Receiver<T>) {
    crossbeam_channel::bounded(bound)
}

/// The next message. Blocks; `None` when `stop` is disconnected, or nobody sends any more.
pub(crate) fn recv_unless<T>(rx: &Receiver<T>, stop: &Receiver<()>) -> Option<T> {
    select_biased! {
        recv(stop) -> _ => None,
        recv(rx) -> message => message.ok(),
    }
}

/// Sends a message. Blocks; gives it back when `stop` is disconnected, or nobody receives any more.
pub(crate) fn send_unless<T>(tx: &Sender<T>, message: T, stop: &Receiver<()>) -> Result<(), T> {
    select_biased! {
        recv(stop) -> _ => Err(message),
        send(tx, message) -> sent => sent.map_err(|error| error.0),
    }
}

/// Receives once the instant has come.
pub(crate) fn at(instant: Instant) -> Receiver<Instant> {
    crossbeam_channel::at(instant)
}
