//! The sinks of a whole stream that compare, search, or stop early.

use super::Value;
use crate::error::ErrorMode;
use crate::flow::{Flow, Whole};
use std::cmp::Ordering;

impl<'r, I: Iterator, M: ErrorMode> Flow<'r, I, Whole, M> {
    /// The least item; `None` of an empty stream. As [`Iterator::min`].
    #[inline]
    pub fn min(self) -> Value<'r, Option<I::Item>, M>
    where
        I::Item: Ord,
    {
        self.end(Iterator::min)
    }

    /// The greatest item; `None` of an empty stream. As [`Iterator::max`].
    #[inline]
    pub fn max(self) -> Value<'r, Option<I::Item>, M>
    where
        I::Item: Ord,
    {
        self.end(Iterator::max)
    }

    /// The least item by a comparison. As [`Iterator::min_by`].
    #[inline]
    pub fn min_by<F>(self, f: F) -> Value<'r, Option<I::Item>, M>
    where
        F: FnMut(&I::Item, &I::Item) -> Ordering,
    {
        self.end(|iter| iter.min_by(f))
    }

    /// The greatest item by a comparison. As [`Iterator::max_by`].
    #[inline]
    pub fn max_by<F>(self, f: F) -> Value<'r, Option<I::Item>, M>
    where
        F: FnMut(&I::Item, &I::Item) -> Ordering,
    {
        self.end(|iter| iter.max_by(f))
    }

    /// The item with the least key. As [`Iterator::min_by_key`].
    #[inline]
    pub fn min_by_key<Q, F>(self, key: F) -> Value<'r, Option<I::Item>, M>
    where
        Q: Ord,
        F: FnMut(&I::Item) -> Q,
    {
        self.end(|iter| iter.min_by_key(key))
    }

    /// The item with the greatest key. As [`Iterator::max_by_key`].
    #[inline]
    pub fn max_by_key<Q, F>(self, key: F) -> Value<'r, Option<I::Item>, M>
    where
        Q: Ord,
        F: FnMut(&I::Item) -> Q,
    {
        self.end(|iter| iter.max_by_key(key))
    }

    /// The first item, then ends the stream.
    #[inline]
    pub fn first(self) -> Value<'r, Option<I::Item>, M> {
        self.end(|mut iter| iter.next())
    }

    /// The last item. As [`Iterator::last`].
    #[inline]
    pub fn last(self) -> Value<'r, Option<I::Item>, M> {
        self.end(Iterator::last)
    }

    /// The first item for which `p` is true, then ends the stream. As [`Iterator::find`].
    #[inline]
    pub fn find<P>(self, p: P) -> Value<'r, Option<I::Item>, M>
    where
        P: FnMut(&I::Item) -> bool,
    {
        self.end(|mut iter| iter.find(p))
    }

    /// Where `p` is true first, from 0, then ends the stream. As [`Iterator::position`].
    #[inline]
    pub fn position<P>(self, p: P) -> Value<'r, Option<usize>, M>
    where
        P: FnMut(I::Item) -> bool,
    {
        self.end(|mut iter| iter.position(p))
    }

    /// Whether `p` is true for an item; the first one ends the stream. As [`Iterator::any`].
    #[inline]
    pub fn any<P>(self, p: P) -> Value<'r, bool, M>
    where
        P: FnMut(I::Item) -> bool,
    {
        self.end(|mut iter| iter.any(p))
    }

    /// Whether `p` is true for all items; the first other one ends the stream. As [`Iterator::all`].
    #[inline]
    pub fn all<P>(self, p: P) -> Value<'r, bool, M>
    where
        P: FnMut(I::Item) -> bool,
    {
        self.end(|mut iter| iter.all(p))
    }
}
