//! Where a flow runs: its run, its worker, and the edge that its region shares.

use crate::edge::Gate;
use crate::error::{ErrorMode, Place};
use crate::run::Run;
use crate::sync::atomic::Arc;
use std::panic::Location;

/// The gates of a region's input.
pub(crate) type Gates = Arc<[Arc<Gate>]>;

/// The place of a flow in its run.
#[derive(Debug)]
pub struct At<'r, M: ErrorMode> {
    pub(crate) run: &'r Run<M>,
    pub(crate) worker: Option<usize>,
    /// The gates of the edges that feed this region: a worker that knows the answer shuts them for all.
    region: Option<Gates>,
}

impl<'r, M: ErrorMode> At<'r, M> {
    pub(crate) fn whole(run: &'r Run<M>) -> Self {
        Self {
            run,
            worker: None,
            region: None,
        }
    }

    pub(crate) fn worker(run: &'r Run<M>, worker: usize, region: Gates) -> Self {
        Self {
            run,
            worker: Some(worker),
            region: Some(region),
        }
    }

    /// Ends the input of all workers of this region, as a sink does that needs no more items.
    pub(crate) fn end_region(&self) {
        for gate in self.region.iter().flat_map(|gates| gates.iter()) {
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
