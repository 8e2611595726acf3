//! The sinks of a whole stream.

use super::Value;
use super::by_key::{Key, count_by, fold_by};
use crate::error::ErrorMode;
use crate::flow::{Flow, Whole};
use std::collections::HashMap;
use std::iter::{Product, Sum};

impl<'r, I: Iterator, M: ErrorMode> Flow<'r, I, Whole, M> {
    pub(super) fn end<V>(self, law: impl FnOnce(I) -> V) -> Value<'r, V, M> {
        Value::new(Some(law(self.iter)), self.at)
    }

    /// Collects the items. Without a type it follows the binding. As [`Iterator::collect`].
    #[inline]
    pub fn collect<C>(self) -> Value<'r, C, M>
    where
        C: FromIterator<I::Item>,
    {
        self.end(Iterator::collect)
    }

    /// Calls `f` on every item. As [`Iterator::for_each`].
    #[inline]
    pub fn for_each<F>(self, f: F) -> Value<'r, (), M>
    where
        F: FnMut(I::Item),
    {
        self.end(|iter| iter.for_each(f))
    }

    /// Makes one value of all items, starting with `init`. As [`Iterator::fold`].
    #[inline]
    pub fn fold<A, F>(self, init: A, f: F) -> Value<'r, A, M>
    where
        F: FnMut(A, I::Item) -> A,
    {
        self.end(|iter| iter.fold(init, f))
    }

    /// Makes one of all items, two at a time; `None` of an empty stream. As [`Iterator::reduce`].
    #[inline]
    pub fn reduce<F>(self, f: F) -> Value<'r, Option<I::Item>, M>
    where
        F: FnMut(I::Item, I::Item) -> I::Item,
    {
        self.end(|iter| iter.reduce(f))
    }

    /// How many items there were. As [`Iterator::count`].
    #[inline]
    pub fn count(self) -> Value<'r, usize, M> {
        self.end(Iterator::count)
    }

    /// How many items there were for each key.
    #[inline]
    pub fn count_by<Q, F>(self, key: F) -> Value<'r, HashMap<Q, usize>, M>
    where
        Q: Key,
        F: FnMut(I::Item) -> Q,
    {
        self.end(|iter| count_by(iter, key))
    }

    /// A fold for each key, each starting with a clone of `init`.
    #[inline]
    pub fn fold_by<Q, A, N, F>(self, key: N, init: A, f: F) -> Value<'r, HashMap<Q, A>, M>
    where
        Q: Key,
        A: Clone,
        N: FnMut(&I::Item) -> Q,
        F: FnMut(A, I::Item) -> A,
    {
        self.end(|iter| fold_by(iter, key, &init, f))
    }

    /// The sum of all items. As [`Iterator::sum`].
    #[inline]
    pub fn sum<S>(self) -> Value<'r, S, M>
    where
        S: Sum<I::Item>,
    {
        self.end(Iterator::sum)
    }

    /// The product of all items. As [`Iterator::product`].
    #[inline]
    pub fn product<P>(self) -> Value<'r, P, M>
    where
        P: Product<I::Item>,
    {
        self.end(Iterator::product)
    }

    /// Drops the items and says how many there were.
    #[inline]
    pub fn discard(self) -> Value<'r, usize, M> {
        self.count()
    }

    /// Hands the items to `f` as an `Iterator`; what it returns is the result: any consumer of any crate is a sink.
    #[inline]
    pub fn consume<V, F>(self, f: F) -> Value<'r, V, M>
    where
        F: FnOnce(I) -> V,
    {
        self.end(f)
    }
}
