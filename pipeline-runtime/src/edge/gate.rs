//! The signal beside an edge: cancelled, or left by its last receiver.

use super::store::Side;
use crate::mutants::{self, Mutant};
use crate::sync::atomic::{Arc, AtomicU8, AtomicUsize, Ordering};
use crate::sync::channel::{Latch, Receiver};
use crate::sync::lock::Mutex;

const CANCELLED: u8 = 1;
const LEFT: u8 = 2;
const STOPPED: u8 = 4;

/// Tells both ends of one edge that it is over, also while they sleep.
///
/// All reasons live in one byte, so the check on the way of an item is one relaxed load. Who sleeps at a ring is rung; the
/// latch is for those who sleep on something else as well. A source has a gate too, as if it were fed by an edge.
#[derive(Debug)]
pub(crate) struct Gate {
    state: AtomicU8,
    latch: Latch,
    /// Who sleeps at a ring of this edge, if it does.
    sides: Mutex<Vec<Arc<Side>>>,
    /// The sections that learn it when the edge is left.
    feeders: Mutex<Vec<Arc<Feeder>>>,
}

/// The gates of all that feeds a section.
pub(crate) type Gates = Arc<[Arc<Gate>]>;

/// A section that feeds edges. When all of them are left, what feeds the section is left too: so the news travels up to the
/// source, although nobody on the way has an item to push.
#[derive(Debug)]
pub struct Feeder {
    input: Gates,
    unleft: AtomicUsize,
}

impl Feeder {
    /// The section behind `input`, which feeds so many edges.
    pub(crate) fn new(input: &Gates, edges: usize) -> Arc<Self> {
        Arc::new(Self {
            input: Arc::clone(input),
            unleft: AtomicUsize::new(edges),
        })
    }

    fn one_is_left(&self) {
        if self.unleft.fetch_sub(1, Ordering::AcqRel) == 1 {
            for gate in self.input.iter() {
                gate.leave();
            }
        }
    }
}

impl Gate {
    pub(crate) fn new() -> Self {
        Self {
            state: AtomicU8::new(0),
            latch: Latch::new(),
            sides: Mutex::default(),
            feeders: Mutex::default(),
        }
    }

    /// Ends the edge because the run is cancelled. Never blocks.
    pub(crate) fn cancel(&self) {
        self.raise(CANCELLED);
    }

    /// Ends the edge because nobody will receive from it again. Never blocks.
    pub(crate) fn leave(&self) {
        self.raise(LEFT);
        // Taken out first: a feeder's own input is left next, and so on up to the source.
        let feeders = std::mem::take(&mut *self.feeders.lock());
        for feeder in feeders {
            feeder.one_is_left();
        }
    }

    /// Ends what comes in here because the run drains. Never blocks.
    pub(crate) fn stop(&self) {
        self.raise(STOPPED);
    }

    /// Tells the feeder when this edge is left, which may be now. Never blocks.
    pub(crate) fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        let mut feeders = self.feeders.lock();
        // `leave` raises the flag in front of the lock: it is seen here, or the feeder is seen there.
        if self.state.load(Ordering::Relaxed) & LEFT == 0 {
            feeders.push(Arc::clone(feeder));
        } else {
            drop(feeders);
            feeder.one_is_left();
        }
    }

    /// Whether either end should stop using the edge.
    #[inline]
    pub(crate) fn is_shut(&self) -> bool {
        if mutants::is(Mutant::GoesOnAfterCancel) {
            return self.state.load(Ordering::Relaxed) & !CANCELLED != 0;
        }
        // A stale `false` costs one more item; the exact hand-over at the end goes through the grave's lock.
        self.has_shut()
    }

    /// Wakes this side as well when it shuts.
    pub(super) fn wakes(&self, side: &Arc<Side>) {
        self.sides.lock().push(Arc::clone(side));
    }

    /// Whether it has shut, for who is about to sleep.
    #[inline]
    pub(super) fn has_shut(&self) -> bool {
        self.state.load(Ordering::Relaxed) != 0
    }

    /// Whether it is shut for nothing but a drain: what is there already is still wanted.
    pub(crate) fn is_draining(&self) -> bool {
        self.state.load(Ordering::Relaxed) == STOPPED
    }

    /// Whether the edge ended because something went wrong; exact for who has seen its end.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.state.load(Ordering::Relaxed) & CANCELLED != 0
    }

    /// Disconnects when the gate shuts; fits a `select`.
    pub(crate) fn shut(&self) -> &Receiver<()> {
        self.latch.closed()
    }

    fn raise(&self, reason: u8) {
        self.state.fetch_or(reason, Ordering::SeqCst);
        if mutants::is(Mutant::CancelWakesNobody) && reason == CANCELLED {
            return;
        }
        self.latch.close();
        for side in self.sides.lock().iter() {
            side.ring();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Feeder, Gate};
    use crate::sync::atomic::Arc;

    #[test]
    fn an_input_is_left_when_all_edges_behind_it_are_and_so_on_up_to_the_source() {
        let [source, middle, a, b] = std::array::from_fn(|_| Arc::new(Gate::new()));
        middle.is_fed_by(&Feeder::new(&(Arc::new([Arc::clone(&source)]) as _), 1));
        let feeder = Feeder::new(&(Arc::new([Arc::clone(&middle)]) as _), 2);
        a.is_fed_by(&feeder);
        b.is_fed_by(&feeder);
        a.leave();
        a.leave();
        assert!(!middle.is_shut());
        b.leave();
        assert!(middle.is_shut() && source.is_shut());
    }

    #[test]
    fn an_edge_that_is_left_already_says_so_at_once_and_a_cancelled_one_does_not() {
        let [source, left, cancelled] = std::array::from_fn(|_| Arc::new(Gate::new()));
        left.leave();
        cancelled.cancel();
        let feeder = Feeder::new(&(Arc::new([Arc::clone(&source)]) as _), 2);
        cancelled.is_fed_by(&feeder);
        left.is_fed_by(&feeder);
        assert!(!source.is_shut());
        cancelled.leave();
        assert!(source.is_shut());
    }
}
