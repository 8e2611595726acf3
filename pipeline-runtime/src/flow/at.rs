//! Where a flow runs: its run, its worker, and the edge that its region shares.

use crate::edge::Gate;
use crate::error::{ErrorMode, Place};
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::panic::Location;

/// The place of a flow in its run.
pub(crate) struct At<'r, M: ErrorMode> {
    pub(crate) run: &'r Run<M>,
    pub(crate) worker: Option<usize>,
    /// The gate of the edge that feeds this region: a worker that knows the answer shuts it for all.
    region: Option<Arc<Gate>>,
}

impl<'r, M: ErrorMode> At<'r, M> {
    pub(crate) fn whole(run: &'r Run<M>) -> Self {
        Self {
            run,
            worker: None,
            region: None,
        }
    }

    pub(crate) fn worker(run: &'r Run<M>, worker: usize, region: Arc<Gate>) -> Self {
        Self {
            run,
            worker: Some(worker),
            region: Some(region),
        }
    }

    /// Ends the input of all workers of this region, as a sink does that needs no more items.
    pub(crate) fn end_region(&self) {
        if let Some(gate) = &self.region {
            gate.leave();
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
            region: self.region.clone(),
        }
    }
}
