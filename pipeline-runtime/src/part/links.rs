//! The chain of links, and the stages as methods that make it longer.

use super::Attach;
use super::steps::{
    Batched, Cloning, Copying, Dedups, Enumerates, FilterMaps, Filters, FlatMaps, Flattens,
    Inspects, MapInits, MapWhiles, Maps, OrFails, Scans, SkipWhiles, Skips, Step, StepsBy,
    TakeWhiles, Takes,
};
use crate::error::{Check, Ends, ErrorMode, Fallible, Place, Plain};
use crate::flow::At;
use crate::run::Count;
use std::marker::PhantomData;
use std::panic::Location;

/// An open pipeline so far; `T` is what it gives, which types the next closure.
#[derive(Debug)]
#[must_use]
pub struct Open<T, L> {
    links: L,
    gives: PhantomData<fn() -> T>,
}

/// The beginning of an open pipeline.
#[derive(Clone, Copy, Debug)]
pub struct Begin;

/// A link behind others.
#[derive(Clone, Copy, Debug)]
pub struct Then<L, S>(L, S);

/// An open pipeline that takes `T`s.
pub fn part<T>() -> Open<T, Begin> {
    Open {
        links: Begin,
        gives: PhantomData,
    }
}

impl<T, L: Clone> Clone for Open<T, L> {
    fn clone(&self) -> Self {
        Self {
            links: self.links.clone(),
            gives: PhantomData,
        }
    }
}

impl<T, L: Copy> Copy for Open<T, L> {}

impl<In> Attach<In> for Begin {
    type Out = In;

    fn attach<'a, I, M>(&'a self, input: I, _: At<'a, M>) -> impl Iterator<Item = In>
    where
        I: Iterator<Item = In>,
        In: 'a,
        M: ErrorMode,
    {
        input
    }
}

impl<In, L: Attach<In>, S: Step<L::Out>> Attach<In> for Then<L, S> {
    type Out = S::Out;

    fn attach<'a, I, M>(&'a self, input: I, at: At<'a, M>) -> impl Iterator<Item = S::Out>
    where
        I: Iterator<Item = In>,
        In: 'a,
        M: ErrorMode,
    {
        self.1.step(self.0.attach(input, at.clone()), at)
    }
}

impl<In, T, L: Attach<In, Out = T>> Attach<In> for Open<T, L> {
    type Out = T;

    fn attach<'a, I, M>(&'a self, input: I, at: At<'a, M>) -> impl Iterator<Item = T>
    where
        I: Iterator<Item = In>,
        In: 'a,
        M: ErrorMode,
    {
        self.links.attach(input, at)
    }
}

impl<In, P: Attach<In> + ?Sized> Attach<In> for &P {
    type Out = P::Out;

    fn attach<'a, I, M>(&'a self, input: I, at: At<'a, M>) -> impl Iterator<Item = P::Out>
    where
        I: Iterator<Item = In>,
        In: 'a,
        M: ErrorMode,
    {
        (**self).attach(input, at)
    }
}

/// The stages of an open pipeline; each as the stage of the same name.
impl<T, L> Open<T, L> {
    fn then<U, S>(self, step: S) -> Open<U, Then<L, S>> {
        Open {
            links: Then(self.links, step),
            gives: PhantomData,
        }
    }

    /// Calls `f` on every item and passes on what it gives.
    pub fn map<B, F: Fn(T) -> B>(self, f: F) -> Open<B, Then<L, Maps<F>>> {
        self.then(Maps(f))
    }

    /// Keeps the items for which `p` is true.
    pub fn filter<P: Fn(&T) -> bool>(self, p: P) -> Open<T, Then<L, Filters<P>>> {
        self.then(Filters(p))
    }

    /// Passes on what `f` gives as `Some`.
    pub fn filter_map<B, F: Fn(T) -> Option<B>>(self, f: F) -> Open<B, Then<L, FilterMaps<F>>> {
        self.then(FilterMaps(f))
    }

    /// Passes on, one by one, all that `f` makes of an item.
    pub fn flat_map<B: IntoIterator, F: Fn(T) -> B>(
        self,
        f: F,
    ) -> Open<B::Item, Then<L, FlatMaps<F>>> {
        self.then(FlatMaps(f))
    }

    /// Takes the items of the items.
    pub fn flatten(self) -> Open<T::Item, Then<L, Flattens>>
    where
        T: IntoIterator,
    {
        self.then(Flattens())
    }

    /// Shows every item to `f` on its way.
    pub fn inspect<F: Fn(&T)>(self, f: F) -> Open<T, Then<L, Inspects<F>>> {
        self.then(Inspects(f))
    }

    /// As `map`, with a state; ends the stream at a `None`.
    pub fn scan<S: Clone, B, F>(self, init: S, f: F) -> Open<B, Then<L, Scans<S, F>>>
    where
        F: Fn(&mut S, T) -> Option<B>,
    {
        self.then(Scans(init, f))
    }

    /// Pairs every item with its number, from 0.
    pub fn enumerate(self) -> Open<(usize, T), Then<L, Enumerates>> {
        self.then(Enumerates())
    }

    /// Passes the first `n` items on, then ends the stream.
    pub fn take(self, n: usize) -> Open<T, Then<L, Takes>> {
        self.then(Takes(n))
    }

    /// Passes items on until `p` is false, then ends the stream.
    pub fn take_while<P: Fn(&T) -> bool>(self, p: P) -> Open<T, Then<L, TakeWhiles<P>>> {
        self.then(TakeWhiles(p))
    }

    /// As `map`, until `f` gives `None`, which ends the stream.
    pub fn map_while<B, F: Fn(T) -> Option<B>>(self, f: F) -> Open<B, Then<L, MapWhiles<F>>> {
        self.then(MapWhiles(f))
    }

    /// Drops the first `n` items.
    pub fn skip(self, n: usize) -> Open<T, Then<L, Skips>> {
        self.then(Skips(n))
    }

    /// Drops items as long as `p` is true, from the first on.
    pub fn skip_while<P: Fn(&T) -> bool>(self, p: P) -> Open<T, Then<L, SkipWhiles<P>>> {
        self.then(SkipWhiles(p))
    }

    /// Passes on the first item and every `step`th after it.
    pub fn step_by(self, step: Count) -> Open<T, Then<L, StepsBy>> {
        self.then(StepsBy(step))
    }

    /// Drops items that equal the one before.
    pub fn dedup(self) -> Open<T, Then<L, Dedups>>
    where
        T: PartialEq + Clone,
    {
        self.then(Dedups())
    }

    /// As `map`, with a state made once where the part is spliced in, at its first item.
    pub fn map_init<S, B, N, F>(self, init: N, f: F) -> Open<B, Then<L, MapInits<N, F>>>
    where
        N: Fn() -> S,
        F: Fn(&mut S, T) -> B,
    {
        self.then(MapInits(init, f))
    }

    /// Gathers `n` items into a `Vec`; the last one may be shorter, none is empty.
    pub fn batch(self, n: Count) -> Open<Vec<T>, Then<L, Batched>> {
        self.then(Batched(n))
    }

    /// Clones borrowed items.
    pub fn cloned<'t, U: Clone + 't>(self) -> Open<U, Then<L, Cloning>>
    where
        Self: Gives<&'t U>,
    {
        self.then(Cloning())
    }

    /// Copies borrowed items.
    pub fn copied<'t, U: Copy + 't>(self) -> Open<U, Then<L, Copying>>
    where
        Self: Gives<&'t U>,
    {
        self.then(Copying())
    }

    /// The `?` of a stage: the first failure ends the run that the part is spliced into.
    #[track_caller]
    pub fn or_fail<C, X>(self, stage: &'static str) -> Open<C::Ok, Then<L, OrFails<C>>>
    where
        T: Fallible<Check = C>,
        C: Check<In = T, Fault = X> + Ends<X, Plain>,
    {
        let place = Place {
            stage,
            location: Location::caller(),
            worker: None,
            item: None,
        };
        self.then(OrFails::new::<X>(place))
    }
}

/// What an open pipeline gives so far.
pub trait Gives<T> {}

impl<T, L> Gives<T> for Open<T, L> {}
