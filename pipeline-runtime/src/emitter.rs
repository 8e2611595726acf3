//! What `generate` and the closures of `select` push into.

use crate::edge::{Gate, Outlet, Tx, drain};
use crate::sync::atomic::Arc;
use std::collections::VecDeque;
use std::fmt;

/// Takes the items of a closure that gives any number of them.
pub struct Emitter<T> {
    to: To<T>,
    stopped: bool,
}

enum To<T> {
    /// Given out by the same thread, as soon as the closure has returned.
    Queue(VecDeque<T>),
    /// And the gate that shuts when the run drains.
    Edge(Tx<T>, Arc<Gate>),
}

/// Nobody listens any more: time to return.
///
/// ```
/// assert_eq!(pipewright_runtime::Stopped.to_string(), "nobody listens any more");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

/// How a closure that never returns says so, such as one that is still `todo!()`; `!` cannot be named here yet.
pub(crate) type Never = <fn() -> ! as Returns>::Out;

/// What a function returns.
pub trait Returns {
    /// Its type.
    type Out;
}

impl<T> Returns for fn() -> T {
    type Out = T;
}

impl<T> Emitter<T> {
    pub(crate) fn queue() -> Self {
        Self {
            to: To::Queue(VecDeque::new()),
            stopped: false,
        }
    }

    pub(crate) fn edge(tx: Tx<T>, source: Arc<Gate>) -> Self {
        Self {
            to: To::Edge(tx, source),
            stopped: false,
        }
    }

    /// Gives an item. In `generate` it blocks while the edge behind it is full; in `select` it never blocks.
    ///
    /// # Errors
    ///
    /// [`Stopped`] when nobody listens any more, or the run is stopped or cut short; the item is dropped.
    pub fn push(&mut self, item: T) -> Result<(), Stopped> {
        match &mut self.to {
            To::Queue(queue) => queue.push_back(item),
            To::Edge(tx, source) => {
                self.stopped |= source.is_shut();
                if self.stopped {
                    tx.refuse();
                    return Err(Stopped);
                }
                if tx.push(item).is_break() {
                    self.stopped = true;
                    return Err(Stopped);
                }
            }
        }
        Ok(())
    }

    /// The oldest item that has not been given out.
    pub(crate) fn take(&mut self) -> Option<T> {
        match &mut self.to {
            To::Queue(queue) => queue.pop_front(),
            To::Edge(..) => None,
        }
    }

    /// Whether the closure has been told to stop.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }
}

impl<T> Drop for Emitter<T> {
    fn drop(&mut self) {
        // One by one, as what is left in an edge.
        drain(|| self.take());
    }
}

impl<T> fmt::Debug for Emitter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Emitter")
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nobody listens any more")
    }
}

impl std::error::Error for Stopped {}
