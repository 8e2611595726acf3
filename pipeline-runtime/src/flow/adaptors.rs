//! The adaptors that `std` lacks, or has in a form that does not serve.
//!
//! Each overrides `fold`: a section is driven by internal iteration, and a `next` loop costs a tenth more.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

/// `flat_map` with one level of nesting. `std`'s has four, and a chain of 24 overflows the compiler's depth limit.
pub struct Flat<I, F, B: IntoIterator> {
    iter: I,
    f: F,
    inner: Option<B::IntoIter>,
}

impl<I, F, B: IntoIterator> fmt::Debug for Flat<I, F, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flat").finish_non_exhaustive()
    }
}

impl<I, F, B: IntoIterator> Flat<I, F, B> {
    pub(crate) fn new(iter: I, f: F) -> Self {
        Self {
            iter,
            f,
            inner: None,
        }
    }
}

impl<I: Iterator, B: IntoIterator, F: FnMut(I::Item) -> B> Iterator for Flat<I, F, B> {
    type Item = B::Item;

    #[inline]
    fn next(&mut self) -> Option<B::Item> {
        loop {
            if let Some(inner) = &mut self.inner {
                match inner.next() {
                    Some(item) => return Some(item),
                    None => self.inner = None,
                }
            }
            self.inner = Some((self.f)(self.iter.next()?).into_iter());
        }
    }

    #[inline]
    fn fold<A, G: FnMut(A, B::Item) -> A>(self, mut acc: A, mut g: G) -> A {
        if let Some(inner) = self.inner {
            acc = inner.fold(acc, &mut g);
        }
        let mut f = self.f;
        self.iter
            .fold(acc, |acc, item| f(item).into_iter().fold(acc, &mut g))
    }
}

/// `dedup`: keeps a copy of the last item it let through, so that no item waits for the next one.
pub(crate) struct Dedup<I: Iterator> {
    iter: I,
    last: Option<I::Item>,
}

impl<I: Iterator> Dedup<I> {
    pub(crate) fn new(iter: I) -> Self {
        Self { iter, last: None }
    }
}

impl<I: Iterator<Item: PartialEq + Clone>> Iterator for Dedup<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        let last = self.last.as_ref();
        let item = self.iter.find(|item| last != Some(item))?;
        self.last = Some(item.clone());
        Some(item)
    }

    #[inline]
    fn fold<A, F: FnMut(A, I::Item) -> A>(self, init: A, mut f: F) -> A {
        let mut last = self.last;
        self.iter.fold(init, |acc, item| {
            if last.as_ref() == Some(&item) {
                return acc;
            }
            last = Some(item.clone());
            f(acc, item)
        })
    }
}

/// `map_init`: a state that is made at the first item, where the item is.
pub(crate) struct MapInit<I, N, S, F> {
    pub(crate) iter: I,
    pub(crate) init: Option<N>,
    pub(crate) state: Option<S>,
    pub(crate) f: F,
}

impl<I, N, S, F, B> Iterator for MapInit<I, N, S, F>
where
    I: Iterator,
    N: FnOnce() -> S,
    F: FnMut(&mut S, I::Item) -> B,
{
    type Item = B;

    #[inline]
    fn next(&mut self) -> Option<B> {
        let item = self.iter.next()?;
        if let Some(init) = self.init.take() {
            self.state = Some(init());
        }
        self.state.as_mut().map(|state| (self.f)(state, item))
    }

    #[inline]
    fn fold<A, G: FnMut(A, B) -> A>(self, acc: A, mut g: G) -> A {
        let Self {
            iter,
            mut init,
            mut state,
            mut f,
        } = self;
        iter.fold(acc, |acc, item| {
            if let Some(init) = init.take() {
                state = Some(init());
            }
            match &mut state {
                Some(state) => g(acc, f(state, item)),
                None => acc,
            }
        })
    }
}

/// Counts what a stage is given, for the item number in the error of its `?`.
pub(crate) struct Given<I> {
    pub(crate) iter: I,
    pub(crate) count: Rc<Cell<u64>>,
}

impl<I: Iterator> Iterator for Given<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        let item = self.iter.next()?;
        self.count.set(self.count.get() + 1);
        Some(item)
    }

    #[inline]
    fn fold<A, F: FnMut(A, I::Item) -> A>(self, init: A, mut f: F) -> A {
        let count = self.count;
        self.iter.fold(init, |acc, item| {
            count.set(count.get() + 1);
            f(acc, item)
        })
    }
}
