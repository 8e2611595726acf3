//! `batch(n)`: full vectors, and what is left at the end.

use crate::edge::drain;
use crate::error::ErrorMode;
use crate::mutants::{self, Mutant};
use crate::run::Run;

/// A batch is asked for by its size, but not more than this much is set aside before the items are there.
const SET_ASIDE: usize = 1024;

/// A batch that is being filled. When it is dropped its items are, one by one, as those of an edge: a `Vec` would end the
/// process when two of those drops panic.
pub(crate) struct OpenBatch<T>(Vec<T>);

impl<T> OpenBatch<T> {
    pub(crate) fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds an item to a batch that will have so many.
    #[inline]
    pub(crate) fn add(&mut self, item: T, size: usize) {
        if self.0.capacity() == 0 {
            self.0.reserve(size.min(SET_ASIDE));
        }
        self.0.push(item);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Closes it.
    pub(crate) fn close(mut self) -> Vec<T> {
        std::mem::take(&mut self.0)
    }
}

impl<T> Drop for OpenBatch<T> {
    fn drop(&mut self) {
        if !self.0.is_empty() {
            let mut items = std::mem::take(&mut self.0).into_iter();
            drain(|| items.next());
        }
    }
}

pub(crate) struct Batch<'r, I: Iterator, M: ErrorMode> {
    iter: I,
    size: usize,
    run: &'r Run<M>,
    /// What is in front of it has ended; it need not say so twice.
    over: bool,
}

impl<'r, I: Iterator, M: ErrorMode> Batch<'r, I, M> {
    pub(crate) fn new(iter: I, size: usize, run: &'r Run<M>) -> Self {
        Self {
            iter,
            size,
            run,
            over: false,
        }
    }
}

impl<I: Iterator, M: ErrorMode> Iterator for Batch<'_, I, M> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let mut batch = OpenBatch::new();
        while batch.len() < self.size {
            let Some(item) = self.iter.next() else {
                self.over = true;
                break;
            };
            batch.add(item, self.size);
        }
        if self.over && (batch.len() == 0 || is_lost(self.run)) {
            return None;
        }
        Some(batch.close())
    }

    fn fold<A, F: FnMut(A, Self::Item) -> A>(self, init: A, mut f: F) -> A {
        if self.over {
            return init;
        }
        let Self {
            iter, size, run, ..
        } = self;
        let (acc, rest) = iter.fold((init, OpenBatch::new()), |(acc, mut batch), item| {
            batch.add(item, size);
            if batch.len() < size {
                return (acc, batch);
            }
            (f(acc, batch.close()), OpenBatch::new())
        });
        if mutants::is(Mutant::EmptyBatch) && rest.len() == 0 {
            return f(acc, rest.close());
        }
        if rest.len() == 0 || is_lost(run) {
            acc
        } else {
            f(acc, rest.close())
        }
    }
}

/// A run that is cut short drops its open batch: half of one must not look like the last.
pub(crate) fn is_lost<M: ErrorMode>(run: &Run<M>) -> bool {
    run.is_cut() || mutants::is(Mutant::DropsLastBatch)
}
