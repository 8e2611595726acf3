//! What has gone through an edge: for reports, and for who has to know how full it is.

use super::gate::Gate;
use crate::roster::{Level, Roster};
use crate::sync::atomic::{Arc, AtomicU64, AtomicUsize, Ordering};
use crate::sync::lock::Mutex;

/// The place of an edge in its run.
#[derive(Clone, Debug)]
pub(crate) struct Site {
    pub(crate) roster: Arc<Roster>,
    /// Its number in the plan.
    pub(crate) number: usize,
    /// Whether the caller's iterator is at its other end.
    pub(crate) is_outside: bool,
}

#[cfg(test)]
impl Site {
    /// Outside of a run.
    pub(super) fn alone() -> Self {
        Self {
            roster: Arc::new(Roster::new(|| ())),
            number: 0,
            is_outside: false,
        }
    }
}

/// The counts of one edge.
///
/// Each end counts in a place of its own that nobody else writes, so counting is a plain store.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) site: Site,
    bound: usize,
    gate: Arc<Gate>,
    pushed: Mutex<Vec<Arc<Counter>>>,
    popped: Mutex<Vec<Arc<Counter>>>,
    /// What was inside and has been dropped, by a policy or at the end.
    dropped: AtomicU64,
    /// What found the edge shut.
    refused: AtomicU64,
    /// What was popped for nothing, such as the half of a pair.
    unused: AtomicU64,
    /// What carries no item, on the way out of an ordered region.
    blank: Blank,
    senders: AtomicUsize,
    /// The most items it has held; only where times are taken.
    peak: AtomicUsize,
}

/// Messages without an item, which are counted with the others and taken off again in a report.
#[derive(Debug, Default)]
struct Blank {
    pushed: AtomicU64,
    popped: AtomicU64,
    dropped: AtomicU64,
}

/// The count of one end, on a cache line of its own.
#[derive(Debug, Default)]
#[repr(align(128))]
pub(super) struct Counter(AtomicU64);

impl Counter {
    /// Adds one. Only its own end may.
    #[inline]
    pub(super) fn add_one(&self) {
        // No read-modify-write: nobody else writes it. Relaxed: who must have it exact goes through the roster's lock.
        let count = self.0.load(Ordering::Relaxed);
        self.0.store(count + 1, Ordering::Relaxed);
    }
}

impl Counter {
    /// How many it has counted.
    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Whether the count is `at` of every `so_many`.
    pub(super) fn is_every(&self, so_many: u64, at: u64) -> bool {
        self.0.load(Ordering::Relaxed) % so_many == at
    }
}

/// What an edge has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flowed {
    pub(crate) pushed: u64,
    pub(crate) popped: u64,
    pub(crate) discarded: u64,
    pub(crate) peak: u64,
}

impl Tally {
    pub(super) fn new(site: Site, bound: usize, gate: Arc<Gate>) -> Self {
        Self {
            site,
            bound,
            gate,
            pushed: Mutex::default(),
            popped: Mutex::default(),
            dropped: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            unused: AtomicU64::new(0),
            blank: Blank::default(),
            senders: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
        }
    }

    pub(crate) fn gate(&self) -> &Arc<Gate> {
        &self.gate
    }

    /// How many items it holds at most.
    pub(super) fn bound(&self) -> usize {
        self.bound
    }

    /// One more sending end.
    pub(super) fn sender(&self) -> Arc<Counter> {
        self.senders.fetch_add(1, Ordering::Relaxed);
        end(&self.pushed)
    }

    pub(super) fn sender_leaves(&self) {
        self.senders.fetch_sub(1, Ordering::Relaxed);
    }

    /// One more receiving end.
    pub(super) fn receiver(&self) -> Arc<Counter> {
        end(&self.popped)
    }

    pub(super) fn drop_one(&self) {
        self.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// An item found nobody, or would have.
    pub(super) fn refuse_one(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn unuse_one(&self) {
        self.unused.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn blank_pushed(&self) {
        self.blank.pushed.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn blank_popped(&self) {
        self.blank.popped.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn blank_dropped(&self) {
        self.blank.dropped.fetch_add(1, Ordering::Relaxed);
    }

    /// It has held so many.
    pub(super) fn held(&self, items: usize) {
        if items > self.peak.load(Ordering::Relaxed) {
            self.peak.fetch_max(items, Ordering::Relaxed);
        }
    }

    /// How many it holds, as far as can be told while others move: an item that has just been popped may count still.
    pub(super) fn len(&self) -> usize {
        usize::try_from(self.holds()).map_or(self.bound, |held| held.min(self.bound))
    }

    /// How many it holds, exactly when nobody moves.
    fn holds(&self) -> u64 {
        // The other order could count an item that was popped and not see it pushed.
        let out = sum(&self.popped) + self.dropped.load(Ordering::Relaxed);
        sum(&self.pushed).saturating_sub(out)
    }

    /// What has gone through it so far.
    pub(crate) fn flowed(&self) -> Flowed {
        let Blank {
            pushed,
            popped: out,
            dropped: gone,
        } = &self.blank;
        let [blank_pushed, blank_popped, blank_dropped] =
            [pushed, out, gone].map(|count| count.load(Ordering::Relaxed));
        let [dropped, refused, unused] =
            [&self.dropped, &self.refused, &self.unused].map(|count| count.load(Ordering::Relaxed));
        let popped = sum(&self.popped);
        Flowed {
            // While the run goes on one count may be older than the other.
            pushed: (sum(&self.pushed) + refused).saturating_sub(blank_pushed),
            popped: popped.saturating_sub(unused + blank_popped),
            discarded: (dropped + refused + unused).saturating_sub(blank_dropped),
            peak: self.peak.load(Ordering::Relaxed) as u64,
        }
    }
}

fn end(ends: &Mutex<Vec<Arc<Counter>>>) -> Arc<Counter> {
    let counter = Arc::new(Counter::default());
    ends.lock().push(Arc::clone(&counter));
    counter
}

fn sum(ends: &Mutex<Vec<Arc<Counter>>>) -> u64 {
    ends.lock()
        .iter()
        .map(|end| end.0.load(Ordering::Relaxed))
        .sum()
}

impl Level for Tally {
    fn number(&self) -> usize {
        self.site.number
    }

    fn has_room(&self) -> bool {
        self.gate.is_shut() || self.holds() < self.bound as u64
    }

    fn has_news(&self) -> bool {
        self.gate.is_shut() || self.senders.load(Ordering::Relaxed) == 0 || self.holds() > 0
    }

    fn is_outside(&self) -> bool {
        self.site.is_outside
    }
}
