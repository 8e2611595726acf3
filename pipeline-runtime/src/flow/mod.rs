//! A section: one statically dispatched chain of iterators, and the stages that make it longer.
//!
//! [`Flow`] is no `Iterator` itself, on purpose: an editor then offers our stages and nothing else. Its stages are inherent
//! methods, so a trait of the user's with the same names cannot clash with them.

pub(crate) mod adaptors;
mod at;
mod at_edge;
pub(crate) mod batch;
mod borrowed;
mod boundaries;
mod bridge;
mod claim;
mod opened;
mod or_fail;
mod own;
mod stages;
mod stream;
mod unseen;

pub use adaptors::Flat;
pub use at::At;
pub use at_edge::{AtEdge, EdgeEnd};
pub use borrowed::{Borrowed, OfRef, Owned, Owns};
pub use boundaries::{Fork, Keyed, TwoSided};
pub use opened::{Either, IsEither, TryMapInit};
pub use or_fail::OrFail;
pub use own::Stream;
pub use stream::NamedStream;
pub use unseen::{NothingUnseen, Seen};

use crate::error::{ErrorMode, Plain};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;
use std::rc::Rc;

/// A flow outside of a region: its sink gives a value.
#[derive(Debug)]
pub struct Whole;

/// One worker's flow inside of a region: its sink gives a part of a value.
#[derive(Debug)]
pub struct Part;

/// The stages of one section so far.
#[must_use]
pub struct Flow<'r, I, K = Whole, M: ErrorMode = Plain> {
    pub(crate) iter: I,
    pub(crate) at: At<'r, M>,
    /// How many items the stage was given, where it gives another number of them and its `?` needs to know.
    given: Option<Rc<Cell<u64>>>,
    /// What the stage is said to give, to be counted behind it.
    claim: Option<Rc<claim::Claim>>,
    kind: PhantomData<K>,
}

impl<'r, I, K, M: ErrorMode> Flow<'r, I, K, M> {
    pub(crate) fn new(iter: I, at: At<'r, M>) -> Self {
        Self {
            iter,
            at,
            given: None,
            claim: None,
            kind: PhantomData,
        }
    }

    /// The same flow with a longer chain.
    #[inline]
    pub(crate) fn then<J>(self, longer: impl FnOnce(I) -> J) -> Flow<'r, J, K, M> {
        Flow {
            iter: longer(self.iter),
            at: self.at,
            given: self.given,
            claim: self.claim,
            kind: PhantomData,
        }
    }
}

impl<I, K, M: ErrorMode> fmt::Debug for Flow<'_, I, K, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow")
            .field("worker", &self.at.worker)
            .finish_non_exhaustive()
    }
}
