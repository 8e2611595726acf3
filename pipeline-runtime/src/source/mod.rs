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
use crate::run::Run;
use std::io::{BufRead, Lines};

/// A source that has not started yet.
#[derive(Debug)]
pub struct Source<I>(I);

impl<I: Iterator> Source<I> {
    /// Starts the section that begins here.
    #[inline]
    pub fn flow<M: ErrorMode>(self, run: &Run<M>) -> Flow<'_, Watched<'_, I, M>, Whole, M> {
        Flow::new(Watched::new(self.0, run), At::whole(run))
    }
}

/// The items of any `IntoIterator`, borrowed ones too.
///
/// The run ends early at the next item, not inside of a `next` that blocks.
pub fn from<I: IntoIterator>(items: I) -> Source<I::IntoIter> {
    Source(items.into_iter())
}

/// The lines of a reader, as [`BufRead::lines`] gives them: `io::Result<String>`, without the line's end.
///
/// Blocks in the reader; the run ends early at the next line, not inside of a read that blocks.
pub fn lines<R: BufRead>(reader: R) -> Source<Lines<R>> {
    Source(reader.lines())
}
