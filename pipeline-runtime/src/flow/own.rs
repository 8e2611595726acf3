//! A user's own stages: any method of any trait on `Iterator`.

use super::Flow;
use crate::error::ErrorMode;
use crate::source::Iterable;

/// What a stage that is not ours is called on: the items of the stream so far.
#[derive(Debug)]
#[must_use]
pub struct Stream<I>(I);

impl<I: Iterator> Iterator for Stream<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }

    #[inline]
    fn fold<B, F: FnMut(B, I::Item) -> B>(self, init: B, f: F) -> B {
        self.0.fold(init, f)
    }
}

/// The words of ours that `Iterator` does not have, so that the compiler can name them when one is misspelt. Nobody calls
/// them: a word of the table never comes here.
#[doc(hidden)]
impl<I> Stream<I> {
    pub fn batch(self) {}
    pub fn dedup(self) {}
    pub fn map_init(self) {}
    pub fn try_map_init(self) {}
    pub fn through(self) {}
}

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// Calls a stage that the macro does not know; what it returns goes on as a stream.
    #[doc(hidden)]
    #[inline]
    pub fn own<B, J, V>(self, stage: impl FnOnce(Stream<I>) -> B) -> Flow<'r, J, K, M>
    where
        B: Iterable<V, Items = J>,
    {
        self.then(|iter| stage(Stream(iter)).items())
    }
}
