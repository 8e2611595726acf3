//! A named stream: a part of a section that waits for the stage that goes on with it.

use super::{Flow, Whole};
use crate::edge::{OrderedRx, Rx};
use crate::error::ErrorMode;
use crate::flow::At;
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::fmt;

/// What `let name = ..;` binds where nothing has changed thread since the last boundary.
///
/// It is not a flow yet: the section that consumes the stream makes it, on its own thread, so that what its stages hold
/// need not travel.
#[must_use]
pub struct NamedStream<F>(F);

impl<F> NamedStream<F> {
    pub(crate) fn new(flow: F) -> Self {
        Self(flow)
    }

    /// Goes on with the stream.
    pub fn flow<'r, I, M: ErrorMode>(self, _: &'r Run<M>) -> Flow<'r, I, Whole, M>
    where
        F: FnOnce() -> Flow<'r, I, Whole, M>,
    {
        (self.0)()
    }
}

impl<F> fmt::Debug for NamedStream<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedStream").finish_non_exhaustive()
    }
}

impl<T> Rx<T> {
    /// Goes on with what comes out of an edge.
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Self, Whole, M> {
        let at = At::section(run, Arc::clone(self.gate()));
        Flow::new(self, at)
    }
}

impl<U> OrderedRx<U> {
    /// Goes on with what comes out of an ordered region.
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Self, Whole, M> {
        let at = At::section(run, Arc::clone(self.gate()));
        Flow::new(self, at)
    }
}
