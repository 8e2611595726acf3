//! `concat` and `prefer`: several streams of one type, one of them first.

use super::Joined;
use crate::edge::{Gates, Polled, Rx, wait_any};
use crate::error::ErrorMode;
use crate::flow::{Flow, Whole};
use crate::sync::atomic::Arc;
use std::collections::VecDeque;

impl<'r, T, const N: usize, M: ErrorMode> Joined<'r, [Rx<T>; N], M> {
    fn gates(&self) -> Gates {
        self.inputs.iter().map(|rx| Arc::clone(rx.gate())).collect()
    }

    /// One stream after the other, in the order in which they are listed.
    ///
    /// Blocks while the stream whose turn it is has no item; the others wait at their bounds. As [`Iterator::chain`].
    pub fn concat(self) -> Flow<'r, impl Iterator<Item = T>, Whole, M> {
        let (run, gates) = (self.run, self.gates());
        let mut rest = VecDeque::from(self.inputs);
        let iter = std::iter::from_fn(move || {
            loop {
                let first = rest.front_mut()?;
                if let Some(item) = first.pop() {
                    return Some(item);
                }
                // Cut short: nothing of the next one may come behind half of this one.
                if first.gate().is_cancelled() || run.was_cut() {
                    rest.clear();
                }
                // Dropped before the next one is asked: what is left in it (after a cancel) goes.
                rest.pop_front();
            }
        });
        Self::flow(run, gates, iter)
    }

    /// Whatever comes, and of what is there the item of the stream that is listed first. Ends when all have ended.
    ///
    /// Blocks while no stream has an item. A stream that is always ahead starves those behind it: that is its meaning.
    pub fn prefer(self) -> Flow<'r, impl Iterator<Item = T>, Whole, M> {
        let (run, gates) = (self.run, self.gates());
        let mut open = Vec::from(self.inputs);
        let iter = std::iter::from_fn(move || {
            loop {
                let mut place = 0;
                while let Some(rx) = open.get_mut(place) {
                    match rx.try_pop() {
                        Polled::Item(item) => return Some(item),
                        Polled::Empty => place += 1,
                        Polled::Over => drop(open.remove(place)),
                    }
                }
                if open.is_empty() {
                    return None;
                }
                wait_any(open.iter().map(|rx| rx as _));
            }
        });
        Self::flow(run, gates, iter)
    }
}
