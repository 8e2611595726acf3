//! The stages that can stop waiting: `batch(n, within)` for a time, `or_done(done)` for a done channel.
//!
//! They sit at the receiving end of an edge, because only there "nothing yet" is not the end: `None` out of an adaptor is
//! final.

use super::batch::{OpenBatch, is_lost};
use super::{Flow, Whole};
use crate::done::Done;
use crate::edge::{Late, OrderedRx, Rx};
use crate::error::ErrorMode;
use crate::run::{Count, Run, Time};
use crate::sync::clock::Clock;
use std::fmt;
use std::time::{Duration, Instant};

/// The receiving end of an edge.
pub trait EdgeEnd: Iterator {
    /// The next item if it comes before `due`. Blocks till then.
    ///
    /// # Errors
    ///
    /// When the time comes first.
    fn next_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<Self::Item>, Late>;

    /// The next item, unless `done` closes first. Blocks till then.
    fn next_until(&mut self, done: &Done) -> Option<Self::Item>;
}

impl<T> EdgeEnd for Rx<T> {
    fn next_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<T>, Late> {
        self.pop_by(due, clock)
    }

    fn next_until(&mut self, done: &Done) -> Option<Self::Item> {
        self.pop_until(done)
    }
}

impl<U> EdgeEnd for OrderedRx<U> {
    fn next_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<U>, Late> {
        self.pop_by(due, clock)
    }

    fn next_until(&mut self, done: &Done) -> Option<Self::Item> {
        self.pop_until(done)
    }
}

/// A flow at the receiving end of an edge, in front of a stage that can stop waiting.
#[must_use]
pub struct AtEdge<'r, I, M: ErrorMode>(Flow<'r, I, Whole, M>);

impl<'r, I: EdgeEnd, M: ErrorMode> Flow<'r, I, Whole, M> {
    /// The next stage can stop waiting.
    #[doc(hidden)]
    pub fn at_edge(self) -> AtEdge<'r, I, M> {
        AtEdge(self)
    }
}

impl<'r, I: EdgeEnd, M: ErrorMode> AtEdge<'r, I, M> {
    /// Gathers up to `n` items into a `Vec`, but hands it on no later than `within` after its first item.
    ///
    /// No batch is empty, none has more than `n` items, and none with fewer comes early but at the end.
    pub fn batch(
        self,
        n: Count,
        within: Time,
    ) -> Flow<'r, impl Iterator<Item = Vec<I::Item>>, Whole, M> {
        let run = self.0.at.run;
        self.0.then(|iter| TimedBatch {
            iter,
            size: n.get(),
            within: within.get(),
            run,
            over: false,
        })
    }
}

impl<'r, I: EdgeEnd, M: ErrorMode> AtEdge<'r, I, M> {
    /// Ends the stream when `done` closes, also while it waits; the or-done-channel.
    ///
    /// What it has taken is passed on; what is still in front of it is dropped.
    pub fn or_done(self, done: Done) -> Flow<'r, impl Iterator<Item = I::Item>, Whole, M> {
        self.0.then(|mut iter| {
            let mut over = false;
            std::iter::from_fn(move || {
                if over {
                    return None;
                }
                let item = iter.next_until(&done);
                over = item.is_none();
                item
            })
        })
    }
}

impl<I, M: ErrorMode> fmt::Debug for AtEdge<'_, I, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AtEdge").field(&self.0).finish()
    }
}

struct TimedBatch<'r, I, M: ErrorMode> {
    iter: I,
    size: usize,
    within: Duration,
    run: &'r Run<M>,
    over: bool,
}

impl<I: EdgeEnd, M: ErrorMode> Iterator for TimedBatch<'_, I, M> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let mut batch = OpenBatch::new();
        batch.add(self.iter.next()?, self.size);
        let clock = &self.run.clock;
        // A time beyond what the system can tell never comes.
        let due = clock.now().checked_add(self.within);
        while batch.len() < self.size {
            let next = match due {
                Some(due) => self.iter.next_by(due, clock),
                None => Ok(self.iter.next()),
            };
            match next {
                Ok(Some(item)) => batch.add(item, self.size),
                Ok(None) => {
                    self.over = true;
                    return (!is_lost(self.run)).then(|| batch.close());
                }
                Err(Late) => break,
            }
        }
        Some(batch.close())
    }
}
