//! `send(tx)`: into a channel that the user owns.

use super::{Part, Value};
use crate::error::{Error, ErrorKind, ErrorMode};
use crate::flow::{self, At, Flow, Whole};
use crate::roster;
use crate::sync::channel::{Sender, TrySendError};

/// Sends every item; `None` when a gone receiver, or the end of the run, has stopped it.
#[track_caller]
fn send_all<T, M: ErrorMode>(
    mut iter: impl Iterator<Item = T>,
    at: &At<'_, M>,
    tx: &Sender<T>,
) -> Option<()> {
    let place = at.place("send");
    let mut sent = 0;
    let gone = iter.find_map(|item| {
        let outcome = send_one(item, at, tx);
        if outcome == Sent::Yes {
            sent += 1;
            return None;
        }
        Some(outcome)
    });
    if gone == Some(Sent::Gone) {
        let place = crate::error::Place {
            item: Some(sent),
            ..place
        };
        at.run.end(Error::at(ErrorKind::ReceiverGone, place, None));
    }
    gone.is_none().then_some(())
}

fn send_one<T, M: ErrorMode>(mut item: T, at: &At<'_, M>, tx: &Sender<T>) -> Sent {
    loop {
        match tx.try_send(item) {
            Ok(()) => return Sent::Yes,
            Err(TrySendError::Disconnected(_)) => return Sent::Gone,
            Err(TrySendError::Full(_)) if at.run.latch().is_closed() => return Sent::Cut,
            Err(TrySendError::Full(back)) => item = back,
        }
        roster::outside(|select| {
            select.recv(at.run.latch().closed());
            select.send(tx);
        });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Yes,
    Gone,
    Cut,
}

impl<'r, I: Iterator, M: ErrorMode> Flow<'r, I, Whole, M> {
    /// Sends every item into a crossbeam channel of yours.
    ///
    /// Blocks while it is full, and wakes at once when the run is cut short. When its receiver is gone the run ends with
    /// `ErrorKind::ReceiverGone`.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value)] // the sink owns its sender, so that the receiver sees it go
    pub fn send(self, tx: Sender<I::Item>) -> Value<'r, (), M> {
        let value = send_all(self.iter, &self.at, &tx);
        Value::new(value, self.at)
    }
}

impl<'r, I: Iterator, M: ErrorMode> Flow<'r, I, flow::Part, M> {
    /// Sends every item of this worker into a crossbeam channel of yours; as at the end of a whole stream.
    #[track_caller]
    pub fn send(self, tx: &Sender<I::Item>) -> Part<'r, (), fn((), ()), M> {
        let value = send_all(self.iter, &self.at, tx);
        Part::new(value, |(), ()| (), self.at)
    }
}
