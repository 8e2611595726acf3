//! Joins that read several edges on one thread. (`fan_in` needs none: its inputs feed one edge.)

mod in_turn;
mod select;
mod zip;

pub use select::{Goes, Selected};
pub use zip::Zipped;

use crate::edge::Gates;
use crate::error::{ErrorMode, Plain};
use crate::flow::{At, Flow, Whole};
use crate::run::Run;
use std::fmt;

/// Several streams in front of the stage that joins them.
#[must_use]
pub struct Joined<'r, I, M: ErrorMode = Plain> {
    inputs: I,
    run: &'r Run<M>,
}

/// The receiving ends of several edges: a tuple, or an array of one type.
pub fn join<I, M: ErrorMode>(inputs: I, run: &Run<M>) -> Joined<'_, I, M> {
    Joined { inputs, run }
}

impl<'r, I, M: ErrorMode> Joined<'r, I, M> {
    /// The flow behind the join: when nobody wants its items any more, all of its inputs end.
    fn flow<J>(run: &'r Run<M>, gates: Gates, iter: J) -> Flow<'r, J, Whole, M> {
        Flow::new(iter, At::join(run, gates))
    }
}

impl<I, M: ErrorMode> fmt::Debug for Joined<'_, I, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Joined").finish_non_exhaustive()
    }
}
