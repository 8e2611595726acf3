//! One link of an open pipeline: what it holds, and the adaptor that it becomes.

use crate::error::{Check, Ends, Error, ErrorMode, Place, Plain};
use crate::flow::At;
use crate::flow::OrFail;
use crate::flow::adaptors::{Dedup, Flat, MapInit};
use crate::flow::batch::Batch;
use crate::run::{Count, Run};
use std::fmt;

/// A stage that can be made into an adaptor again and again.
pub trait Step<T> {
    /// The items it gives.
    type Out;

    /// The adaptor.
    fn step<'a, I, M>(&'a self, input: I, at: At<'a, M>) -> impl Iterator<Item = Self::Out>
    where
        I: Iterator<Item = T>,
        M: ErrorMode;
}

macro_rules! steps {
    ($(
        $name:ident($($kind:ident),*) [$($more:ident),*] takes $item:ty, where { $($bound:tt)* }, gives $out:ty:
            |$this:ident, $input:ident, $at:ident| $made:expr;
    )*) => {$(
        #[doc = "A link of an open pipeline."]
        #[derive(Clone, Copy)]
        pub struct $name<$($kind),*>($(pub(super) $kind),*);

        impl<$($kind),*> fmt::Debug for $name<$($kind),*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        }

        impl<T, $($kind,)* $($more),*> Step<$item> for $name<$($kind),*>
        where
            $($bound)*
        {
            type Out = $out;

            #[allow(unused_variables)]
            fn step<'a, I, M>(&'a self, $input: I, $at: At<'a, M>) -> impl Iterator<Item = $out>
            where
                I: Iterator<Item = $item>,
                M: ErrorMode,
            {
                let $this = self;
                $made
            }
        }
    )*};
}

steps! {
    Maps(F) [B] takes T, where { F: Fn(T) -> B }, gives B: |this, input, at| input.map(&this.0);
    Filters(P) [] takes T, where { P: Fn(&T) -> bool }, gives T: |this, input, at| input.filter(|item| (this.0)(item));
    FilterMaps(F) [B] takes T, where { F: Fn(T) -> Option<B> }, gives B: |this, input, at| input.filter_map(&this.0);
    FlatMaps(F) [B] takes T, where { B: IntoIterator, F: Fn(T) -> B }, gives B::Item:
        |this, input, at| Flat::new(input, &this.0);
    Flattens() [] takes T, where { T: IntoIterator }, gives T::Item: |this, input, at| Flat::new(input, |item| item);
    Inspects(F) [] takes T, where { F: Fn(&T) }, gives T: |this, input, at| input.inspect(|item| (this.0)(item));
    Scans(S, F) [B] takes T, where { S: Clone, F: Fn(&mut S, T) -> Option<B> }, gives B:
        |this, input, at| input.scan(this.0.clone(), |state, item| (this.1)(state, item));
    Enumerates() [] takes T, where {}, gives (usize, T): |this, input, at| input.enumerate();
    TakeWhiles(P) [] takes T, where { P: Fn(&T) -> bool }, gives T:
        |this, input, at| input.take_while(|item| (this.0)(item));
    MapWhiles(F) [B] takes T, where { F: Fn(T) -> Option<B> }, gives B: |this, input, at| input.map_while(&this.0);
    SkipWhiles(P) [] takes T, where { P: Fn(&T) -> bool }, gives T:
        |this, input, at| input.skip_while(|item| (this.0)(item));
    Dedups() [] takes T, where { T: PartialEq + Clone }, gives T: |this, input, at| Dedup::new(input);
    MapInits(N, F) [S, B] takes T, where { N: Fn() -> S, F: Fn(&mut S, T) -> B }, gives B:
        |this, input, at| MapInit {
            iter: input,
            init: Some(&this.0),
            state: None,
            f: |state: &mut S, item| (this.1)(state, item),
        };
}

/// A link of an open pipeline.
#[derive(Clone, Copy, Debug)]
pub struct Cloning();

impl<'t, T: Clone + 't> Step<&'t T> for Cloning {
    type Out = T;

    fn step<'a, I, M>(&'a self, input: I, _: At<'a, M>) -> impl Iterator<Item = T>
    where
        I: Iterator<Item = &'t T>,
        M: ErrorMode,
    {
        input.cloned()
    }
}

/// A link of an open pipeline.
#[derive(Clone, Copy, Debug)]
pub struct Copying();

impl<'t, T: Copy + 't> Step<&'t T> for Copying {
    type Out = T;

    fn step<'a, I, M>(&'a self, input: I, _: At<'a, M>) -> impl Iterator<Item = T>
    where
        I: Iterator<Item = &'t T>,
        M: ErrorMode,
    {
        input.copied()
    }
}

macro_rules! counted {
    ($($name:ident($count:ty) gives $out:ty: |$this:ident, $input:ident, $at:ident| $made:expr;)*) => {$(
        #[doc = "A link of an open pipeline."]
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub(super) $count);

        impl<T> Step<T> for $name {
            type Out = $out;

            #[allow(unused_variables)]
            fn step<'a, I, M>(&'a self, $input: I, $at: At<'a, M>) -> impl Iterator<Item = $out>
            where
                I: Iterator<Item = T>,
                M: ErrorMode,
            {
                let $this = self;
                $made
            }
        }
    )*};
}

counted! {
    Takes(usize) gives T: |this, input, at| input.take(this.0);
    Skips(usize) gives T: |this, input, at| input.skip(this.0);
    StepsBy(Count) gives T: |this, input, at| {
        at.run.check(&this.0);
        input.step_by(this.0.get().max(1))
    };
    Batched(Count) gives Vec<T>: |this, input, at| {
        at.run.check(&this.0);
        Batch::new(input, this.0.get().max(1), at.run)
    };
}

/// The `?` of a link: keeps how a failure becomes an error; the run that it ends comes with the splicing.
pub struct OrFails<C: Check> {
    place: Place,
    error: fn(C::Fault, Place) -> Error,
}

impl<C: Check> OrFails<C> {
    pub(super) fn new<X>(place: Place) -> Self
    where
        C: Ends<X, Plain> + Check<Fault = X>,
    {
        Self {
            place,
            error: C::end,
        }
    }
}

impl<C: Check> Clone for OrFails<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C: Check> Copy for OrFails<C> {}

impl<C: Check> fmt::Debug for OrFails<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OrFails")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl<C: Check> Step<C::In> for OrFails<C> {
    type Out = C::Ok;

    fn step<'a, I, M>(&'a self, input: I, at: At<'a, M>) -> impl Iterator<Item = C::Ok>
    where
        I: Iterator<Item = C::In>,
        M: ErrorMode,
    {
        let place = Place {
            worker: at.worker,
            ..self.place
        };
        let error = self.error;
        OrFail::<I, C, M, _>::new(input, at.run, place, move |run: &Run<M>, fault, place| {
            run.end(error(fault, place));
        })
    }
}
