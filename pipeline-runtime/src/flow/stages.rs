//! The fused stages: one in, one flow out, no thread, no channel, no allocation of their own.

use super::Flow;
use super::adaptors::{Dedup, Flat, Given, MapInit};
use super::batch::Batch;
use crate::error::ErrorMode;
use crate::run::Count;
use crate::source::Iterable;
use std::cell::Cell;
use std::rc::Rc;

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// Calls `f` on every item and passes on what it gives. As [`Iterator::map`].
    #[inline]
    pub fn map<B, F>(self, f: F) -> Flow<'r, impl Iterator<Item = B>, K, M>
    where
        F: FnMut(I::Item) -> B,
    {
        self.then(|iter| iter.map(f))
    }

    /// Keeps the items for which `p` is true. As [`Iterator::filter`].
    #[inline]
    pub fn filter<P>(self, p: P) -> Flow<'r, impl Iterator<Item = I::Item>, K, M>
    where
        P: FnMut(&I::Item) -> bool,
    {
        self.then(|iter| iter.filter(p))
    }

    /// Passes on what `f` gives as `Some`. As [`Iterator::filter_map`].
    #[inline]
    pub fn filter_map<B, F>(self, f: F) -> Flow<'r, impl Iterator<Item = B>, K, M>
    where
        F: FnMut(I::Item) -> Option<B>,
    {
        self.then(|iter| iter.filter_map(f))
    }

    /// Passes on, one by one, all that `f` makes of an item. As [`Iterator::flat_map`].
    #[inline]
    pub fn flat_map<B, F>(self, f: F) -> Flow<'r, Flat<I, F, B>, K, M>
    where
        B: IntoIterator,
        F: FnMut(I::Item) -> B,
    {
        self.at.spreads();
        self.then(|iter| Flat::new(iter, f))
    }

    /// Takes the items of the items. As [`Iterator::flatten`].
    #[inline]
    pub fn flatten<B>(self) -> Flow<'r, impl Iterator<Item = B::Item>, K, M>
    where
        B: IntoIterator,
        I: Iterator<Item = B>,
    {
        self.at.spreads();
        self.then(|iter| Flat::new(iter, |item| item))
    }

    /// Shows every item to `f` on its way. As [`Iterator::inspect`].
    #[inline]
    pub fn inspect<F>(self, f: F) -> Flow<'r, impl Iterator<Item = I::Item>, K, M>
    where
        F: FnMut(&I::Item),
    {
        self.then(|iter| iter.inspect(f))
    }

    /// As `map`, with a state; ends the stream at a `None`. As [`Iterator::scan`].
    #[inline]
    pub fn scan<S, B, F>(self, init: S, f: F) -> Flow<'r, impl Iterator<Item = B>, K, M>
    where
        F: FnMut(&mut S, I::Item) -> Option<B>,
    {
        self.then(|iter| iter.scan(init, f))
    }

    /// Pairs every item with its number, from 0. As [`Iterator::enumerate`].
    #[inline]
    pub fn enumerate(self) -> Flow<'r, impl Iterator<Item = (usize, I::Item)>, K, M> {
        self.then(Iterator::enumerate)
    }

    /// Passes the first `n` items on, then ends the stream. As [`Iterator::take`].
    #[inline]
    pub fn take(self, n: usize) -> Flow<'r, impl Iterator<Item = I::Item>, K, M> {
        self.then(|iter| iter.take(n))
    }

    /// Passes items on until `p` is false, then ends the stream. As [`Iterator::take_while`].
    #[inline]
    pub fn take_while<P>(self, p: P) -> Flow<'r, impl Iterator<Item = I::Item>, K, M>
    where
        P: FnMut(&I::Item) -> bool,
    {
        self.then(|iter| iter.take_while(p))
    }

    /// As `map`, until `f` gives `None`, which ends the stream. As [`Iterator::map_while`].
    #[inline]
    pub fn map_while<B, F>(self, f: F) -> Flow<'r, impl Iterator<Item = B>, K, M>
    where
        F: FnMut(I::Item) -> Option<B>,
    {
        self.then(|iter| iter.map_while(f))
    }

    /// Drops the first `n` items. As [`Iterator::skip`].
    #[inline]
    pub fn skip(self, n: usize) -> Flow<'r, impl Iterator<Item = I::Item>, K, M> {
        self.then(|iter| iter.skip(n))
    }

    /// Drops items as long as `p` is true, from the first on. As [`Iterator::skip_while`].
    #[inline]
    pub fn skip_while<P>(self, p: P) -> Flow<'r, impl Iterator<Item = I::Item>, K, M>
    where
        P: FnMut(&I::Item) -> bool,
    {
        self.then(|iter| iter.skip_while(p))
    }

    /// Passes on the first item and every `step`th after it. As [`Iterator::step_by`], but a zero is an error of the run.
    #[inline]
    pub fn step_by(self, step: Count) -> Flow<'r, impl Iterator<Item = I::Item>, K, M> {
        self.then(|iter| iter.step_by(step.get()))
    }

    /// Drops items that equal the one before. As [`Vec::dedup`]; it keeps a clone of the item it let through last.
    #[inline]
    pub fn dedup<T>(self) -> Flow<'r, impl Iterator<Item = T>, K, M>
    where
        T: PartialEq + Clone,
        I: Iterator<Item = T>,
    {
        self.then(Dedup::new)
    }

    /// As `map`, with a state that `init` makes at the first item, once per worker and on the worker: it may be `!Send`.
    #[inline]
    pub fn map_init<S, B, N, F>(self, init: N, f: F) -> Flow<'r, impl Iterator<Item = B>, K, M>
    where
        N: FnOnce() -> S,
        F: FnMut(&mut S, I::Item) -> B,
    {
        self.then(|iter| MapInit {
            iter,
            init: Some(init),
            state: None,
            f,
        })
    }

    /// Gathers `n` items into a `Vec`; the last one may be shorter, none is empty.
    #[inline]
    pub fn batch(self, n: Count) -> Flow<'r, impl Iterator<Item = Vec<I::Item>>, K, M> {
        let run = self.at.run;
        self.then(|iter| Batch::new(iter, n.get(), run))
    }

    /// Hands the items to `f` as an `Iterator` and passes on what it returns: any adaptor of any crate is a stage.
    #[inline]
    pub fn through<B, J, V, F>(self, f: F) -> Flow<'r, J, K, M>
    where
        B: Iterable<V, Items = J>,
        F: FnOnce(I) -> B,
    {
        self.then(|iter| f(iter).items())
    }

    /// Counts what the next stage is given, for its `?`.
    #[doc(hidden)]
    #[inline]
    pub fn counting(self) -> Flow<'r, impl Iterator<Item = I::Item>, K, M> {
        let count = Rc::new(Cell::new(0));
        let mut flow = self.then(|iter| Given {
            iter,
            count: Rc::clone(&count),
        });
        flow.given = Some(count);
        flow
    }
}
