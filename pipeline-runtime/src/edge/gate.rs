//! The signal beside an edge: cancelled, or left by its last receiver.

use crate::sync::atomic::{AtomicU8, Ordering};
use crate::sync::channel::{Latch, Receiver};

const CANCELLED: u8 = 1;
const LEFT: u8 = 2;

/// Tells both ends of one edge that it is over, also while they sleep.
///
/// Both reasons live in one byte, so the check on the way of an item is one relaxed load. The latch beside it is only for
/// those who sleep.
#[derive(Debug)]
pub(crate) struct Gate {
    state: AtomicU8,
    latch: Latch,
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self {
            state: AtomicU8::new(0),
            latch: Latch::new(),
        }
    }

    /// Ends the edge because the run is cancelled. Never blocks.
    pub(crate) fn cancel(&self) {
        self.raise(CANCELLED);
    }

    /// Ends the edge because nobody will receive from it again. Never blocks.
    pub(crate) fn leave(&self) {
        self.raise(LEFT);
    }

    /// Whether either end should stop using the edge.
    #[inline]
    pub(crate) fn is_shut(&self) -> bool {
        // Relaxed: a stale `false` costs one more item; the exact hand-over at the end goes through the grave's lock.
        self.state.load(Ordering::Relaxed) != 0
    }

    /// Disconnects when the gate shuts; fits a `select`.
    pub(crate) fn shut(&self) -> &Receiver<()> {
        self.latch.closed()
    }

    fn raise(&self, reason: u8) {
        self.state.fetch_or(reason, Ordering::Release);
        self.latch.close();
    }
}
