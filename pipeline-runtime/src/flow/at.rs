//! Where a flow runs: its run, its worker, and what feeds it.

use crate::edge::{Feeder, Gate, Gates};
use crate::error::{ErrorMode, Place};
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::panic::Location;

/// The place of a flow in its run.
#[derive(Debug)]
pub struct At<'r, M: ErrorMode> {
    pub(crate) run: &'r Run<M>,
    pub(crate) worker: Option<usize>,
    /// The gates of the edges or the source that feed this section. A region's workers share them, and one that knows the
    /// answer shuts them for all.
    input: Option<Gates>,
}

impl<'r, M: ErrorMode> At<'r, M> {
    pub(crate) fn whole(run: &'r Run<M>) -> Self {
        Self {
            run,
            worker: None,
            input: None,
        }
    }

    pub(crate) fn section(run: &'r Run<M>, input: Arc<Gate>) -> Self {
        Self::join(run, Arc::new([input]))
    }

    /// A section that several edges feed.
    pub(crate) fn join(run: &'r Run<M>, input: Gates) -> Self {
        Self {
            run,
            worker: None,
            input: Some(input),
        }
    }

    pub(crate) fn worker(run: &'r Run<M>, worker: usize, input: Gates) -> Self {
        Self {
            run,
            worker: Some(worker),
            input: Some(input),
        }
    }

    /// Ends the input of all workers of this region, as a sink does that needs no more items.
    pub(crate) fn end_region(&self) {
        for gate in self.input.iter().flat_map(|gates| gates.iter()) {
            gate.leave();
        }
    }

    /// Something that shuts when nobody wants what this section gives, or the run is cut short.
    pub(crate) fn wanted(&self) -> Arc<Gate> {
        let first = self.input.as_ref().and_then(|gates| gates.first());
        first.map_or_else(|| self.run.new_gate(), Arc::clone)
    }

    /// Lets the edges that this section feeds know it: its input ends when all of them are left.
    pub(crate) fn feeds(&self, edges: usize, tell: impl FnOnce(&Arc<Feeder>)) {
        // A region has said so for its workers.
        if let (Some(input), None) = (&self.input, self.worker) {
            tell(&Feeder::new(input, edges));
        }
    }

    #[track_caller]
    pub(crate) fn place(&self, stage: &'static str) -> Place {
        Place {
            stage,
            location: Location::caller(),
            worker: self.worker,
            item: None,
        }
    }
}

impl<M: ErrorMode> Clone for At<'_, M> {
    fn clone(&self) -> Self {
        Self {
            run: self.run,
            worker: self.worker,
            input: self.input.clone(),
        }
    }
}
