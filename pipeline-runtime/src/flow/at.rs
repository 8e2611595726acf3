//! Where a flow runs: its run, its worker, and what feeds it.

use crate::edge::{Feeder, Gate, Gates};
use crate::error::{ErrorMode, Place};
use crate::run::Run;
use crate::sync::atomic::{Arc, AtomicBool, Ordering};
use std::panic::Location;

/// The place of a flow in its run.
#[derive(Debug)]
pub struct At<'r, M: ErrorMode> {
    pub(crate) run: &'r Run<M>,
    pub(crate) worker: Option<usize>,
    /// The gates of the edges or the source that feed this section. A region's workers share them, and one that knows the
    /// answer shuts them for all; the last one is no edge's.
    input: Option<Gates>,
    /// In an ordered region: whether a stage makes several items of one.
    spreads: Option<Arc<AtomicBool>>,
}

impl<'r, M: ErrorMode> At<'r, M> {
    pub(crate) fn whole(run: &'r Run<M>) -> Self {
        Self {
            run,
            worker: None,
            input: None,
            spreads: None,
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
            spreads: None,
        }
    }

    pub(crate) fn worker(run: &'r Run<M>, worker: usize, input: Gates) -> Self {
        Self {
            run,
            worker: Some(worker),
            input: Some(input),
            spreads: None,
        }
    }

    /// The same worker, of an ordered region.
    pub(crate) fn ordered(mut self, spreads: Arc<AtomicBool>) -> Self {
        self.spreads = Some(spreads);
        self
    }

    /// A stage here makes several items of one.
    pub(crate) fn spreads(&self) {
        if let Some(spreads) = &self.spreads {
            spreads.store(true, Ordering::Relaxed);
        }
    }

    /// Ends the input of all workers of this region, as a sink does that needs no more items.
    pub(crate) fn end_region(&self) {
        for gate in self.input.iter().flat_map(|gates| gates.iter()) {
            gate.leave();
        }
    }

    /// Something that shuts when nobody wants what this section gives, or the run is cut short.
    ///
    /// No gate of an edge will do: that shuts as well when the section has left the edge because it is through with it.
    pub(crate) fn wanted(&mut self) -> Arc<Gate> {
        let input = || self.input.iter().flat_map(|gates| gates.iter());
        match input().last() {
            // A region has added one for its workers.
            Some(last) if self.worker.is_some() => Arc::clone(last),
            _ => {
                let own = self.run.new_gate();
                self.input = Some(input().chain([&own]).map(Arc::clone).collect());
                own
            }
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
            spreads: self.spreads.clone(),
        }
    }
}
