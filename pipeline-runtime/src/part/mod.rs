//! Open pipelines: a reusable part of a pipeline, one stream in, one stream out, spliced in with `via`.
//!
//! An open pipeline is a chain of links that are made into adaptors anew each time it is spliced in: so it is static, borrows
//! what its closures borrow, works in regions, and can be used many times. The price is that its closures are `Fn`.

mod links;
mod steps;

pub use links::{Begin, Gives, Open, Then, part};
pub use steps::{
    Batched, Cloning, Copying, Dedups, Enumerates, FilterMaps, Filters, FlatMaps, Flattens,
    Inspects, MapInits, MapWhiles, Maps, OrFails, Scans, SkipWhiles, Skips, Step, StepsBy,
    TakeWhiles, Takes,
};

use crate::error::ErrorMode;
use crate::flow::{At, Flow};

/// What a link is made into.
#[doc(hidden)]
pub trait Attach<In> {
    /// The items it gives.
    type Out;

    /// Makes it longer by this part.
    fn attach<'a, I, M>(&'a self, input: I, at: At<'a, M>) -> impl Iterator<Item = Self::Out>
    where
        I: Iterator<Item = In>,
        In: 'a,
        M: ErrorMode;
}

/// A reusable part of a pipeline that takes `In`s and gives `Out`s: what `pipeline!(|input: Stream<In>| ..)` evaluates to.
///
/// ```
/// use pipewright::Part;
/// use pipewright::prelude::*;
///
/// fn numbers() -> impl Part<&'static str, u32> {
///     pipeline!(|words: Stream<&'static str>| words >> filter(|word| !word.is_empty()) >> map(str::parse::<u32>)?)
/// }
///
/// let sum = pipeline!(from(["1", "", "2"]) >> via(numbers()) >> sum::<u32>()).run()?;
/// assert_eq!(sum, 3);
/// # Ok::<(), pipewright::Error>(())
/// ```
pub trait Part<In, Out>: Attach<In, Out = Out> {}

impl<In, Out, P: Attach<In, Out = Out>> Part<In, Out> for P {}

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// Splices an open pipeline in.
    pub fn via<P>(self, part: &'r P) -> Flow<'r, impl Iterator<Item = P::Out>, K, M>
    where
        P: Attach<I::Item>,
        I::Item: 'r,
    {
        let at = self.at.clone();
        self.then(|iter| part.attach(iter, at))
    }
}
