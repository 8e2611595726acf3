//! Where a flow runs: its run, its worker, and what feeds it.

use crate::edge::{Feeder, Gate};
use crate::error::{ErrorMode, Place};
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::panic::Location;

/// The place of a flow in its run.
pub(crate) struct At<'r, M: ErrorMode> {
    pub(crate) run: &'r Run<M>,
    pub(crate) worker: Option<usize>,
    /// The gate of the edge or the source that feeds this section. A region's workers share it, and one that knows the
    /// answer shuts it for all.
    input: Option<Arc<Gate>>,
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
        Self {
            run,
            worker: None,
            input: Some(input),
        }
    }

    pub(crate) fn worker(run: &'r Run<M>, worker: usize, input: Arc<Gate>) -> Self {
        Self {
            run,
            worker: Some(worker),
            input: Some(input),
        }
    }

    /// Ends the input of all workers of this region, as a sink does that needs no more items.
    pub(crate) fn end_region(&self) {
        if let Some(gate) = &self.input {
            gate.leave();
        }
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
