//! The stages over borrowed items.

use super::Flow;
use crate::error::ErrorMode;
use std::fmt;
use std::marker::PhantomData;

/// A reference: what `cloned` and `copied` take.
#[diagnostic::on_unimplemented(
    message = "`cloned` and `copied` take references, but these are `{Self}`",
    label = "`{Self}` is no reference",
    note = "leave the stage out: the items are owned"
)]
pub trait Borrowed: Sized {
    /// How it is cloned; a type of its own, so that a wrong stage is one error and not a chain of them.
    type Clone: Owns<Borrowed = Self>;
}

/// Makes an owned item of a borrowed one.
pub trait Owns {
    /// What is borrowed.
    type Borrowed;
    /// What it refers to.
    type Owned;

    /// A clone of that.
    fn clone(item: Self::Borrowed) -> Self::Owned
    where
        Self::Owned: Clone;
}

/// Clones what is behind a `&T`.
#[derive(Debug)]
pub struct OfRef<'a, T>(PhantomData<&'a T>);

#[diagnostic::do_not_recommend]
impl<'a, T> Borrowed for &'a T {
    type Clone = OfRef<'a, T>;
}

impl<'a, T> Owns for OfRef<'a, T> {
    type Borrowed = &'a T;
    type Owned = T;

    #[inline]
    fn clone(item: &'a T) -> T
    where
        T: Clone,
    {
        item.clone()
    }
}

/// Owned items of borrowed ones.
pub struct Owned<I, C> {
    iter: I,
    by: PhantomData<fn() -> C>,
}

impl<I, C> fmt::Debug for Owned<I, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owned").finish_non_exhaustive()
    }
}

impl<I, C> Iterator for Owned<I, C>
where
    I: Iterator<Item = C::Borrowed>,
    C: Owns<Owned: Clone>,
{
    type Item = C::Owned;

    #[inline]
    fn next(&mut self) -> Option<C::Owned> {
        self.iter.next().map(C::clone)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.iter.size_hint()
    }

    #[inline]
    fn fold<B, F: FnMut(B, C::Owned) -> B>(self, init: B, mut f: F) -> B {
        self.iter.fold(init, |acc, item| f(acc, C::clone(item)))
    }
}

impl<'r, I, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// Clones every item. As [`Iterator::cloned`].
    #[inline]
    pub fn cloned<B, C, T>(self) -> Flow<'r, Owned<I, C>, K, M>
    where
        I: Iterator<Item = B>,
        B: Borrowed<Clone = C>,
        C: Owns<Borrowed = B, Owned = T>,
        T: Clone,
    {
        let by = PhantomData;
        self.then(|iter| Owned { iter, by })
    }

    /// Copies every item. As [`Iterator::copied`].
    #[inline]
    pub fn copied<B, C, T>(self) -> Flow<'r, Owned<I, C>, K, M>
    where
        I: Iterator<Item = B>,
        B: Borrowed<Clone = C>,
        C: Owns<Borrowed = B, Owned = T>,
        T: Copy,
    {
        let by = PhantomData;
        self.then(|iter| Owned { iter, by })
    }
}
