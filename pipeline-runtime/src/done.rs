//! The done channel: closed once, read by anybody.

use crate::sync::atomic::Arc;
use crate::sync::channel::{Latch, Receiver, Select, TryRecvError};
use std::fmt;
use std::time::{Duration, Instant};

/// Closes when its [`Closer`] does; read-only, and cheap to clone.
///
/// The done channel of Go: what it stands for is "nobody needs more".
///
/// ```
/// use pipewright_runtime::Done;
///
/// let (closer, done) = Done::channel();
/// let copy = done.clone();
/// assert!(!copy.is_closed());
/// closer.close();
/// assert!(copy.is_closed());
/// ```
#[derive(Clone)]
pub struct Done(Arc<[Signal]>);

/// One thing that closes a `Done`.
#[derive(Clone)]
enum Signal {
    Latch(Arc<Latch>),
    /// Has a message, or none for ever, once the time has come.
    Time(Instant, Receiver<Instant>),
}

/// The writing end of a done channel. Dropping it closes the channel.
#[derive(Debug)]
pub struct Closer(Arc<Latch>);

impl Done {
    /// A done channel: whoever holds the `Closer` ends what watches the `Done`.
    #[must_use]
    pub fn channel() -> (Closer, Self) {
        let latch = Arc::new(Latch::new());
        let done = Self(Arc::new([Signal::Latch(Arc::clone(&latch))]));
        (Closer(latch), done)
    }

    /// Closes when any of the others does: the or-channel. Starts no thread.
    #[must_use]
    pub fn or<I: IntoIterator<Item = Self>>(others: I) -> Self {
        Self(
            others
                .into_iter()
                .flat_map(|done| done.0.to_vec())
                .collect(),
        )
    }

    /// Closes by itself after a time, counted from this call.
    #[must_use]
    pub fn after(time: Duration) -> Self {
        let clock = crate::sync::clock::Clock::System;
        // A time beyond what the system can tell never comes.
        let signal = clock
            .now()
            .checked_add(time)
            .map(|at| Signal::Time(at, clock.at(at)));
        Self(signal.into_iter().collect())
    }

    /// Whether it is closed. Never blocks.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.iter().any(|signal| match signal {
            Signal::Latch(latch) => latch.closed().try_recv() == Err(TryRecvError::Disconnected),
            Signal::Time(at, _) => crate::sync::clock::Clock::System.now() >= *at,
        })
    }

    pub(crate) fn add<'a>(&'a self, select: &mut Select<'a>) {
        for signal in self.0.iter() {
            match signal {
                Signal::Latch(latch) => select.recv(latch.closed()),
                Signal::Time(_, rx) => select.recv(rx),
            };
        }
    }
}

impl Closer {
    /// Closes the done channel. Never blocks.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Closer {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Done")
            .field("closed", &self.is_closed())
            .finish()
    }
}
