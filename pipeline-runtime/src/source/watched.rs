//! A source that stops when nobody wants its items any more, or the run is cut short.

use crate::edge::Gate;
use crate::error::ErrorMode;
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::ops::ControlFlow::{Break, Continue};

/// The items of a source as long as they are wanted: one relaxed load an item, none where nothing else can end the run.
#[derive(Debug)]
pub struct Watched<'r, I, M: ErrorMode> {
    iter: I,
    run: &'r Run<M>,
    gate: Arc<Gate>,
}

impl<'r, I, M: ErrorMode> Watched<'r, I, M> {
    pub(super) fn new(iter: I, run: &'r Run<M>, gate: Arc<Gate>) -> Self {
        Self { iter, run, gate }
    }
}

impl<I: Iterator, M: ErrorMode> Iterator for Watched<'_, I, M> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        // Whether anybody watches is not asked here: that test costs more than the load.
        if self.gate.is_shut() {
            None
        } else {
            self.iter.next()
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let (least, most) = self.iter.size_hint();
        // A run that can be cut short promises no item.
        (if self.run.is_watched() { 0 } else { least }, most)
    }

    #[inline]
    fn fold<B, F: FnMut(B, I::Item) -> B>(mut self, init: B, mut f: F) -> B {
        if !self.run.is_watched() {
            return self.iter.fold(init, f);
        }
        let gate = &self.gate;
        if gate.is_shut() {
            return init;
        }
        let folded = self.iter.try_fold(init, |acc, item| {
            let acc = f(acc, item);
            if gate.is_shut() {
                Break(acc)
            } else {
                Continue(acc)
            }
        });
        match folded {
            Continue(acc) | Break(acc) => acc,
        }
    }
}
