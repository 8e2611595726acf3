//! A crossbeam receiver as a source.

use crate::edge::Gate;
use crate::error::ErrorMode;
use crate::flow::{At, Flow, Whole};
use crate::roster;
use crate::run::Run;
use crate::sync::atomic::Arc;
use crate::sync::channel::{Receiver, TryRecvError};

/// A receiver that has not been started yet.
#[derive(Debug)]
pub struct Receive<T>(Receiver<T>);

/// The items of a crossbeam `Receiver`, until its last sender has gone.
///
/// Blocks while the channel is empty, and wakes at once when the run is cut short or nobody wants its items any more (`std`'s
/// receivers cannot be woken: `from(rx)` takes them, with that difference).
#[must_use]
pub fn receive<T>(rx: Receiver<T>) -> Receive<T> {
    Receive(rx)
}

impl<T> Receive<T> {
    /// Starts the section that begins here.
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Receiving<T>, Whole, M> {
        let gate = run.source_gate();
        let at = At::section(run, Arc::clone(&gate));
        Flow::new(Receiving::source(self.0, gate), at)
    }
}

/// What comes out of a receiver as long as it is wanted.
#[derive(Debug)]
pub struct Receiving<T> {
    rx: Receiver<T>,
    gate: Arc<Gate>,
    /// Whether the receiver was an item: then what lies in it is wanted also when the run drains.
    is_item: bool,
}

impl<T> Receiving<T> {
    fn source(rx: Receiver<T>, gate: Arc<Gate>) -> Self {
        Self {
            rx,
            gate,
            is_item: false,
        }
    }

    /// Of a receiver that was itself pulled from a source.
    pub(crate) fn item(rx: Receiver<T>, gate: Arc<Gate>) -> Self {
        Self {
            rx,
            gate,
            is_item: true,
        }
    }

    #[cold]
    fn left_over(&self) -> Option<T> {
        if self.is_item && self.gate.is_draining() {
            self.rx.try_recv().ok()
        } else {
            None
        }
    }
}

impl<T> Iterator for Receiving<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        loop {
            if self.gate.is_shut() {
                return self.left_over();
            }
            match self.rx.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            roster::outside(|select| {
                select.recv(self.gate.shut());
                select.recv(&self.rx);
            });
        }
    }
}
