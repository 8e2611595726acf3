//! Where items come from.

mod generate;
mod receive;
mod ticks;
mod watched;

pub use generate::{Generate, SaysNothing, generate};
pub use receive::{Receive, Receiving, receive};
pub use ticks::{Ticking, Ticks, ticks};
pub use watched::Watched;

use crate::error::ErrorMode;
use crate::flow::{At, Flow, Whole};
use crate::mutants::{self, Mutant};
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::io::{BufRead, Lines};

/// A source that has not started yet.
#[derive(Debug)]
pub struct Source<I>(I);

impl<I: Iterator> Source<I> {
    /// Starts the section that begins here.
    #[inline]
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Watched<'_, I, M>, Whole, M> {
        let gate = run.source_gate();
        let at = At::section(run, Arc::clone(&gate));
        Flow::new(Watched::new(self.0, run, gate), at)
    }
}

/// Any `IntoIterator`.
///
/// There are two impls, of which the second is never taken, so that for what is no iterator the compiler takes none: then
/// it does not know what comes behind, and the mistake is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an iterator",
    label = "`{Self}` is not an iterator",
    note = "what can be iterated has `into_iter`: a collection, a range such as `0..n`, an iterator, or a `&` of a collection"
)]
pub trait Iterable<V> {
    /// What gives the items.
    type Items: Iterator;

    /// The items.
    fn items(self) -> Self::Items;
}

#[diagnostic::do_not_recommend]
impl<I: IntoIterator> Iterable<Std> for I {
    type Items = I::IntoIter;

    fn items(self) -> I::IntoIter {
        let mut items = self.into_iter();
        if mutants::is(Mutant::PullsWhenBuilt) {
            drop(items.next());
        }
        items
    }
}

#[diagnostic::do_not_recommend]
impl<I: Nothing + Iterator> Iterable<Nobody> for I {
    type Items = I;

    fn items(self) -> I {
        self
    }
}

/// By `std`'s trait.
#[derive(Debug)]
pub struct Std;

/// By nothing else.
#[derive(Debug)]
pub struct Nobody;

/// Nothing is one.
pub(crate) trait Nothing {}

/// The items of any `IntoIterator`, borrowed ones too.
///
/// The run ends early at the next item, not inside of a `next` that blocks.
pub fn from<I, J, V>(items: I) -> Source<J>
where
    I: Iterable<V, Items = J>,
{
    Source(items.items())
}

/// The lines of a reader, as [`BufRead::lines`] gives them: `io::Result<String>`, without the line's end.
///
/// Blocks in the reader; the run ends early at the next line, not inside of a read that blocks.
pub fn lines<R: BufRead>(reader: R) -> Source<Lines<R>> {
    Source(reader.lines())
}
