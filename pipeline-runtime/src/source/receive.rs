//! A crossbeam receiver as a source.

use crate::error::ErrorMode;
use crate::flow::{At, Flow, Whole};
use crate::run::Run;
use crate::sync::channel::{Receiver, TryRecvError, select_biased};

/// A receiver that has not been started yet.
#[derive(Debug)]
pub struct Receive<T>(Receiver<T>);

/// The items of a crossbeam `Receiver`, until its last sender has gone.
///
/// Blocks while the channel is empty, and wakes at once when the run is cut short (`std`'s receivers cannot be woken:
/// `from(rx)` takes them, with that difference).
#[must_use]
pub fn receive<T>(rx: Receiver<T>) -> Receive<T> {
    Receive(rx)
}

impl<T> Receive<T> {
    /// Starts the section that begins here.
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Receiving<'_, T, M>, Whole, M> {
        Flow::new(Receiving::new(self.0, run), At::whole(run))
    }
}

/// What comes out of a receiver as long as the run goes on.
#[derive(Debug)]
pub struct Receiving<'r, T, M: ErrorMode> {
    rx: Receiver<T>,
    run: &'r Run<M>,
}

impl<'r, T, M: ErrorMode> Receiving<'r, T, M> {
    pub(crate) fn new(rx: Receiver<T>, run: &'r Run<M>) -> Self {
        Self { rx, run }
    }
}

impl<T, M: ErrorMode> Iterator for Receiving<'_, T, M> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.run.is_cut() {
            return None;
        }
        match self.rx.try_recv() {
            Ok(item) => Some(item),
            Err(TryRecvError::Disconnected) => None,
            Err(TryRecvError::Empty) => select_biased! {
                recv(self.run.latch().closed()) -> _ => None,
                recv(self.rx) -> item => item.ok(),
            },
        }
    }
}
