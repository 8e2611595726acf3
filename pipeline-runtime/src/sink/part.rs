//! The sinks of a worker: each gives a part of the result, with the way in which two parts become one.

use super::by_key::{Key, add_counts, count_by, fold_by};
use crate::edge::Outlet;
use crate::error::{Check, Ends, ErrorMode, Fallible};
use crate::flow::{self, At, Flow};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::iter::{Product, Sum};

/// One worker's result.
#[must_use]
pub struct Part<'r, V, G, M: ErrorMode> {
    value: Option<V>,
    merge: G,
    at: At<'r, M>,
}

/// No way to merge: the parts go through `fan_in`, one value a worker.
#[derive(Debug)]
pub struct Unmerged;

/// A part of a result that knows how it becomes one with another.
#[diagnostic::on_unimplemented(
    message = "this sink has no meaning across the workers of a region",
    note = "close the region first, or merge the workers' values: `>> fan_in >> reduce(merge)`"
)]
pub trait Merge<'r, M: ErrorMode> {
    /// The merged result.
    type Out;

    /// Merges two workers' parts.
    #[must_use]
    fn merge(self, other: Self) -> Self;

    /// The result; none when a failure has ended the run.
    fn finish(self) -> Option<Self::Out>;
}

#[diagnostic::do_not_recommend]
impl<'r, V, G: FnMut(V, V) -> V, M: ErrorMode> Merge<'r, M> for Part<'r, V, G, M> {
    type Out = V;

    fn merge(self, other: Self) -> Self {
        let Part {
            value,
            mut merge,
            at,
        } = self;
        let value = match (value, other.value) {
            (Some(a), Some(b)) => Some(merge(a, b)),
            _ => None,
        };
        Part { value, merge, at }
    }

    fn finish(self) -> Option<V> {
        self.value
    }
}

/// A collection that the workers of a region can fill together.
#[diagnostic::on_unimplemented(
    message = "the workers' parts cannot become one `{Self}`",
    label = "`{Self}` cannot be made of these items and then extended",
    note = "close the region first: `>> fan_in >> collect`"
)]
pub trait Gathers<T>: FromIterator<T> {
    /// All items of two parts.
    #[must_use]
    fn gather(self, other: Self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T, C: FromIterator<T> + Extend<T> + IntoIterator<Item = T>> Gathers<T> for C {
    fn gather(mut self, other: Self) -> Self {
        self.extend(other);
        self
    }
}

impl<'r, V, G, M: ErrorMode> Part<'r, V, G, M> {
    pub(super) fn new(value: Option<V>, merge: G, at: At<'r, M>) -> Self {
        Self { value, merge, at }
    }

    /// Passes this worker's value on: a sink in front of `fan_in` gives one value per worker.
    pub fn fan_in<O: Outlet<V>>(self, mut out: O) {
        if let Some(value) = self.value {
            let _ = out.push(value);
        }
    }

    /// The `?` of a sink in front of `fan_in`: opens this worker's value, or ends the run.
    #[track_caller]
    pub fn or_fail<C, X, P>(self, stage: &'static str) -> Part<'r, C::Ok, Unmerged, M>
    where
        M: ErrorMode<Itself = P>,
        V: Fallible<Check = C>,
        C: Check<In = V, Fault = X> + Ends<X, P>,
        P: ErrorMode<Error = M::Error>,
    {
        let value = super::value::open::<C, X, P, M>(self.value, &self.at, stage);
        Part {
            value,
            merge: Unmerged,
            at: self.at,
        }
    }
}

impl<V, G, M: ErrorMode> fmt::Debug for Part<'_, V, G, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("present", &self.value.is_some())
            .finish_non_exhaustive()
    }
}

/// Merges two parts of which each may be empty.
fn either<T>(mut both: impl FnMut(T, T) -> T) -> impl Picks<T> {
    move |a, b| match (a, b) {
        (Some(a), Some(b)) => Some(both(a, b)),
        (a, b) => a.or(b),
    }
}

/// Makes one of two workers' items, of which each may be missing.
pub trait Picks<T>: FnMut(Option<T>, Option<T>) -> Option<T> {}
impl<T, F: FnMut(Option<T>, Option<T>) -> Option<T>> Picks<T> for F {}

/// The items of two workers, at most one each.
type Both<T> = std::iter::Chain<std::option::IntoIter<T>, std::option::IntoIter<T>>;

/// Picks one of two workers' items.
fn either_of<T>(mut pick: impl FnMut(Both<T>) -> Option<T>) -> impl Picks<T> {
    move |a, b| pick(a.into_iter().chain(b))
}

impl<'r, I: Iterator, M: ErrorMode> Flow<'r, I, flow::Part, M> {
    fn part<V, G>(self, law: impl FnOnce(I) -> V, merge: G) -> Part<'r, V, G, M> {
        Part::new(Some(law(self.iter)), merge, self.at)
    }

    /// How many items there were, over all workers.
    pub fn count(self) -> Part<'r, usize, fn(usize, usize) -> usize, M> {
        self.part(Iterator::count, |a, b| a + b)
    }

    /// A collection of the items of all workers, in no order that one could rely on.
    pub fn collect<C>(self) -> Part<'r, C, fn(C, C) -> C, M>
    where
        C: Gathers<I::Item>,
    {
        self.part(Iterator::collect, C::gather)
    }

    /// Calls `f` on every item, on the worker.
    pub fn for_each<F>(self, f: F) -> Part<'r, (), fn((), ()), M>
    where
        F: FnMut(I::Item),
    {
        self.part(|iter| iter.for_each(f), |(), ()| ())
    }

    /// Drops the items and says how many there were, over all workers.
    pub fn discard(self) -> Part<'r, usize, fn(usize, usize) -> usize, M> {
        self.count()
    }

    /// The sum of all items.
    pub fn sum<S>(self) -> Part<'r, S, fn(S, S) -> S, M>
    where
        S: Sum<I::Item> + Sum<S>,
    {
        self.part(Iterator::sum, |a, b| [a, b].into_iter().sum())
    }

    /// The product of all items.
    pub fn product<P>(self) -> Part<'r, P, fn(P, P) -> P, M>
    where
        P: Product<I::Item> + Product<P>,
    {
        self.part(Iterator::product, |a, b| [a, b].into_iter().product())
    }

    /// How many items there were for each key, over all workers.
    pub fn count_by<Q, F>(self, key: F) -> Part<'r, HashMap<Q, usize>, CountsMerge<Q>, M>
    where
        Q: Key,
        F: FnMut(I::Item) -> Q,
    {
        self.part(|iter| count_by(iter, key), add_counts)
    }

    /// This worker's folds, one for each key; they go through `fan_in`.
    pub fn fold_by<Q, A, N, F>(self, key: N, init: &A, f: F) -> Part<'r, HashMap<Q, A>, Unmerged, M>
    where
        Q: Key,
        A: Clone,
        N: FnMut(&I::Item) -> Q,
        F: FnMut(A, I::Item) -> A,
    {
        self.part(|iter| fold_by(iter, key, init, f), Unmerged)
    }

    /// This worker's fold; it goes through `fan_in`.
    pub fn fold<A, F>(self, init: &A, f: F) -> Part<'r, A, Unmerged, M>
    where
        A: Clone,
        F: FnMut(A, I::Item) -> A,
    {
        self.part(|iter| iter.fold(init.clone(), f), Unmerged)
    }

    /// Makes one of all items, two at a time. At the end of a region the operation has to be associative and commutative.
    pub fn reduce<F>(self, mut f: F) -> Part<'r, Option<I::Item>, impl Picks<I::Item>, M>
    where
        F: FnMut(I::Item, I::Item) -> I::Item,
    {
        let value = self.iter.reduce(&mut f);
        Part::new(Some(value), either(f), self.at)
    }

    /// The least item; of equal ones any.
    pub fn min(self) -> Part<'r, Option<I::Item>, Pick<I::Item>, M>
    where
        I::Item: Ord,
    {
        self.part(Iterator::min, |a, b| a.into_iter().chain(b).min())
    }

    /// The greatest item; of equal ones any.
    pub fn max(self) -> Part<'r, Option<I::Item>, Pick<I::Item>, M>
    where
        I::Item: Ord,
    {
        self.part(Iterator::max, |a, b| a.into_iter().chain(b).max())
    }

    /// The least item by a comparison; of equal ones any.
    pub fn min_by<F>(self, mut f: F) -> Part<'r, Option<I::Item>, impl Picks<I::Item>, M>
    where
        F: FnMut(&I::Item, &I::Item) -> Ordering,
    {
        let value = self.iter.min_by(&mut f);
        Part::new(
            Some(value),
            either_of(move |both| both.min_by(&mut f)),
            self.at,
        )
    }

    /// The greatest item by a comparison; of equal ones any.
    pub fn max_by<F>(self, mut f: F) -> Part<'r, Option<I::Item>, impl Picks<I::Item>, M>
    where
        F: FnMut(&I::Item, &I::Item) -> Ordering,
    {
        let value = self.iter.max_by(&mut f);
        Part::new(
            Some(value),
            either_of(move |both| both.max_by(&mut f)),
            self.at,
        )
    }

    /// The item with the least key; of equal ones any.
    pub fn min_by_key<Q, F>(self, mut key: F) -> Part<'r, Option<I::Item>, impl Picks<I::Item>, M>
    where
        Q: Ord,
        F: FnMut(&I::Item) -> Q,
    {
        let value = self.iter.min_by_key(&mut key);
        Part::new(
            Some(value),
            either_of(move |both| both.min_by_key(&mut key)),
            self.at,
        )
    }

    /// The item with the greatest key; of equal ones any.
    pub fn max_by_key<Q, F>(self, mut key: F) -> Part<'r, Option<I::Item>, impl Picks<I::Item>, M>
    where
        Q: Ord,
        F: FnMut(&I::Item) -> Q,
    {
        let value = self.iter.max_by_key(&mut key);
        Part::new(
            Some(value),
            either_of(move |both| both.max_by_key(&mut key)),
            self.at,
        )
    }

    /// Whether `p` is true for an item of any worker; the first one found ends the input of all of them.
    pub fn any<P>(mut self, p: P) -> Part<'r, bool, fn(bool, bool) -> bool, M>
    where
        P: FnMut(I::Item) -> bool,
    {
        let found = self.iter.any(p);
        if found {
            self.at.end_region();
        }
        Part::new(Some(found), |a, b| a || b, self.at)
    }

    /// Whether `p` is true for all items of all workers; the first other one ends the input of all of them.
    pub fn all<P>(mut self, p: P) -> Part<'r, bool, fn(bool, bool) -> bool, M>
    where
        P: FnMut(I::Item) -> bool,
    {
        let holds = self.iter.all(p);
        if !holds {
            self.at.end_region();
        }
        Part::new(Some(holds), |a, b| a && b, self.at)
    }

    /// This worker's first item; it goes through `fan_in`.
    pub fn first(mut self) -> Part<'r, Option<I::Item>, Unmerged, M> {
        let first = self.iter.next();
        Part::new(Some(first), Unmerged, self.at)
    }

    /// This worker's last item; it goes through `fan_in`.
    pub fn last(self) -> Part<'r, Option<I::Item>, Unmerged, M> {
        self.part(Iterator::last, Unmerged)
    }

    /// This worker's first item for which `p` is true; it goes through `fan_in`.
    pub fn find<P>(mut self, p: P) -> Part<'r, Option<I::Item>, Unmerged, M>
    where
        P: FnMut(&I::Item) -> bool,
    {
        let found = self.iter.find(p);
        Part::new(Some(found), Unmerged, self.at)
    }

    /// Where, among this worker's items, `p` is true first; it goes through `fan_in`.
    pub fn position<P>(mut self, p: P) -> Part<'r, Option<usize>, Unmerged, M>
    where
        P: FnMut(I::Item) -> bool,
    {
        let found = self.iter.position(p);
        Part::new(Some(found), Unmerged, self.at)
    }

    /// What `f` makes of this worker's items; it goes through `fan_in`.
    pub fn consume<V, F>(self, f: F) -> Part<'r, V, Unmerged, M>
    where
        F: FnOnce(I) -> V,
    {
        self.part(f, Unmerged)
    }
}

/// Merges the counts of two workers.
type CountsMerge<Q> = fn(HashMap<Q, usize>, HashMap<Q, usize>) -> HashMap<Q, usize>;

/// Picks one of two workers' items.
type Pick<T> = fn(Option<T>, Option<T>) -> Option<T>;
