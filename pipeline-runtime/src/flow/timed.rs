//! `batch(n, within)`: a batch that does not wait longer than it may.
//!
//! It sits at the receiving end of an edge, because only there "nothing yet" is not the end: `None` out of an adaptor is
//! final.

use super::{Flow, Whole};
use crate::edge::{Late, OrderedRx, Rx};
use crate::error::ErrorMode;
use crate::run::{Count, Run};
use crate::sync::clock::Clock;
use std::fmt;
use std::time::{Duration, Instant};

/// The receiving end of an edge that can wait for a time.
pub trait TimedSource: Iterator {
    /// The next item if it comes before `due`. Blocks till then.
    ///
    /// # Errors
    ///
    /// When the time comes first.
    fn next_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<Self::Item>, Late>;
}

impl<T> TimedSource for Rx<T> {
    fn next_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<T>, Late> {
        self.pop_by(due, clock)
    }
}

impl<U> TimedSource for OrderedRx<U> {
    fn next_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<U>, Late> {
        self.pop_by(due, clock)
    }
}

/// A flow at the receiving end of an edge, in front of a stage that knows the time.
#[must_use]
pub struct Timed<'r, I, M: ErrorMode>(Flow<'r, I, Whole, M>);

impl<'r, I: TimedSource, M: ErrorMode> Flow<'r, I, Whole, M> {
    /// The next stage knows the time.
    #[doc(hidden)]
    pub fn timed(self) -> Timed<'r, I, M> {
        Timed(self)
    }
}

impl<'r, I: TimedSource, M: ErrorMode> Timed<'r, I, M> {
    /// Gathers up to `n` items into a `Vec`, but hands it on no later than `within` after its first item.
    ///
    /// No batch is empty, none has more than `n` items, and none with fewer comes early but at the end.
    pub fn batch(
        self,
        n: Count,
        within: Duration,
    ) -> Flow<'r, impl Iterator<Item = Vec<I::Item>>, Whole, M> {
        let run = self.0.at.run;
        self.0.then(|iter| TimedBatch {
            iter,
            size: n.get(),
            within,
            run,
            over: false,
        })
    }
}

impl<I, M: ErrorMode> fmt::Debug for Timed<'_, I, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Timed").field(&self.0).finish()
    }
}

struct TimedBatch<'r, I, M: ErrorMode> {
    iter: I,
    size: usize,
    within: Duration,
    run: &'r Run<M>,
    over: bool,
}

impl<I: TimedSource, M: ErrorMode> Iterator for TimedBatch<'_, I, M> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let mut batch = vec![self.iter.next()?];
        let clock = &self.run.clock;
        // A time beyond what the system can tell never comes.
        let due = clock.now().checked_add(self.within);
        while batch.len() < self.size {
            let next = match due {
                Some(due) => self.iter.next_by(due, clock),
                None => Ok(self.iter.next()),
            };
            match next {
                Ok(Some(item)) => batch.push(item),
                Ok(None) => {
                    self.over = true;
                    // A run that is cut short drops its open batch: half of one must not look like the last.
                    return if self.run.is_cut() { None } else { Some(batch) };
                }
                Err(Late) => break,
            }
        }
        Some(batch)
    }
}
