//! A crossbeam receiver as a source.

use crate::edge::Gate;
use crate::error::ErrorMode;
use crate::flow::{At, Flow, Whole};
use crate::run::Run;
use crate::sync::atomic::Arc;
use crate::sync::channel::{Receiver, TryRecvError, select_biased};

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
        let gate = run.new_gate();
        let at = At::section(run, Arc::clone(&gate));
        Flow::new(Receiving::new(self.0, gate), at)
    }
}

/// What comes out of a receiver as long as it is wanted.
#[derive(Debug)]
pub struct Receiving<T> {
    rx: Receiver<T>,
    gate: Arc<Gate>,
}

impl<T> Receiving<T> {
    pub(crate) fn new(rx: Receiver<T>, gate: Arc<Gate>) -> Self {
        Self { rx, gate }
    }
}

impl<T> Iterator for Receiving<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.gate.is_shut() {
            return None;
        }
        match self.rx.try_recv() {
            Ok(item) => Some(item),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => select_biased! {
                recv(self.gate.shut()) -> _ => None,
                recv(self.rx) -> item => item.ok(),
            },
        }
    }
}
