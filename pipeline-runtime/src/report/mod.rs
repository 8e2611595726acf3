//! What happened in a run: the graph with the measured flow in it.

mod advice;
mod display;

pub use advice::Advice;

use crate::edge::{Flowed, Tally};
use crate::graph::Graph;
use crate::roster::Roster;
use crate::sync::atomic::Arc;
use std::time::Duration;

/// What happened in a run, from [`run_reported`](crate::stages::Pipeline::run_reported) or a [`Control`](crate::Control).
///
/// On every edge what was pushed has been popped or discarded. `Display` draws the graph with the flow in it.
///
/// ```
/// use pipewright::prelude::*;
///
/// let (firsts, report) = pipeline!({
///     let (a, b) = from(0..100_u32) >> tee;
///     a >> take(2) >> discard;
///     b >> count
/// })
/// .run_reported();
/// assert_eq!(firsts?, 100);
/// for edge in report.edges() {
///     assert_eq!(edge.pushed(), edge.popped() + edge.discarded());
/// }
/// assert_eq!(report.edges()[1].popped(), 100);
/// # Ok::<(), pipewright::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    graph: Graph,
    edges: Vec<EdgeReport>,
    sections: Vec<SectionReport>,
    later: (u64, u64),
}

/// What has gone through an edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeReport {
    made: Option<usize>,
    from: Vec<String>,
    /// The numbers of the sections in front of it.
    feeders: Vec<usize>,
    to: String,
    bound: usize,
    flowed: Flowed,
}

/// What a section has done: the stages that are fused on one thread, or on each of several workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionReport {
    stages: String,
    workers: usize,
    taken: u64,
    given: u64,
    lasted: Duration,
    blocked: Duration,
    /// The longest that any section lasted.
    of: Duration,
}

impl Report {
    pub(crate) fn new(
        graph: Graph,
        tallies: &[Arc<Tally>],
        roster: &Roster,
        later: (u64, u64),
    ) -> Self {
        let flowed = |made: Option<usize>| {
            let made = made.unwrap_or(crate::run::TAIL);
            let lanes = tallies.iter().filter(|tally| tally.site.number == made);
            lanes
                .map(|lane| lane.flowed())
                .fold(Flowed::default(), |all, lane| Flowed {
                    pushed: all.pushed + lane.pushed,
                    popped: all.popped + lane.popped,
                    discarded: all.discarded + lane.discarded,
                    peak: all.peak.max(lane.peak),
                })
        };
        let mut sections: Vec<SectionReport> =
            graph.each_section(|stages, workers| SectionReport {
                stages: stages.to_owned(),
                workers,
                taken: 0,
                given: 0,
                lasted: Duration::ZERO,
                blocked: Duration::ZERO,
                of: Duration::ZERO,
            });
        let edges = graph.each_edge(|made, from, to, bound| {
            let flowed = flowed(made);
            // What several sections give to one edge is not known apart.
            if let ([from], Some(section)) =
                (from, from.first().and_then(|from| sections.get_mut(*from)))
            {
                let _ = from;
                section.given += flowed.pushed;
            }
            if let Some(section) = to.and_then(|to| sections.get_mut(to)) {
                section.taken += flowed.popped;
            }
            EdgeReport {
                made,
                feeders: from.to_vec(),
                from: from
                    .iter()
                    .map(|from| graph.stages_of(*from).to_owned())
                    .collect(),
                to: to.map_or("the caller", |to| graph.stages_of(to)).to_owned(),
                bound,
                flowed,
            }
        });
        let mut longest = Duration::ZERO;
        roster.each_place(|place| {
            longest = longest.max(place.lasted);
            if let Some(section) = sections.get_mut(place.section) {
                section.lasted += place.lasted;
                section.blocked += place.blocked;
            }
        });
        for section in &mut sections {
            section.of = longest;
        }
        Self {
            graph,
            edges,
            sections,
            later,
        }
    }

    /// The edges, in the order of the pipeline.
    #[must_use]
    pub fn edges(&self) -> &[EdgeReport] {
        &self.edges
    }

    /// The sections, in the order of the pipeline.
    #[must_use]
    pub fn sections(&self) -> &[SectionReport] {
        &self.sections
    }

    /// How many items were discarded on all edges.
    #[must_use]
    pub fn discarded(&self) -> u64 {
        self.edges.iter().map(EdgeReport::discarded).sum()
    }

    /// How many failures came behind the one that ended the run.
    #[must_use]
    pub fn later_failures(&self) -> u64 {
        self.later.0
    }

    /// How many panics came behind the one that ended the run.
    #[must_use]
    pub fn later_panics(&self) -> u64 {
        self.later.1
    }

    /// The section that was busy for the greatest share of the run, a worker of it on average: what limits the run.
    ///
    /// None where no times were taken.
    #[must_use]
    pub fn busiest(&self) -> Option<&SectionReport> {
        let timed = self
            .sections
            .iter()
            .filter(|section| !section.lasted.is_zero());
        timed.max_by(|a, b| a.load().total_cmp(&b.load()))
    }
}

impl EdgeReport {
    /// The stages in front of it, one text for each section that feeds it.
    #[must_use]
    pub fn from(&self) -> &[String] {
        &self.from
    }

    /// The stages behind it.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// How many items it holds at most (in front of a keyed region: for each worker).
    #[must_use]
    pub fn bound(&self) -> usize {
        self.bound
    }

    /// How many items were to go through it.
    #[must_use]
    pub fn pushed(&self) -> u64 {
        self.flowed.pushed
    }

    /// How many items came out of it.
    #[must_use]
    pub fn popped(&self) -> u64 {
        self.flowed.popped
    }

    /// How many items were dropped: by its policy, because the stage behind it had ended, or because the run was cut short.
    #[must_use]
    pub fn discarded(&self) -> u64 {
        self.flowed.discarded
    }

    /// The most items that it held at a time; 0 where no times were taken.
    #[must_use]
    pub fn peak(&self) -> u64 {
        self.flowed.peak
    }
}

impl SectionReport {
    /// Its stages, as they stand in the graph.
    #[must_use]
    pub fn stages(&self) -> &str {
        &self.stages
    }

    /// How many threads it has.
    #[must_use]
    pub fn workers(&self) -> usize {
        self.workers
    }

    /// How many items it took from edges; 0 for a section that begins with a source.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// How many items it gave to edges that no other section feeds.
    #[must_use]
    pub fn given(&self) -> u64 {
        self.given
    }

    /// How long it worked, all workers together; zero where no times were taken.
    #[must_use]
    pub fn busy(&self) -> Duration {
        self.lasted.saturating_sub(self.blocked)
    }

    /// How long it waited for an item, for room, or for a time, all workers together; zero where no times were taken.
    #[must_use]
    pub fn blocked(&self) -> Duration {
        self.blocked
    }

    /// The share of the run in which it worked, a worker of it on average.
    fn load(&self) -> f64 {
        let worked =
            self.busy().as_secs_f64() / f64::from(u32::try_from(self.workers).unwrap_or(u32::MAX));
        worked / self.of.as_secs_f64().max(f64::MIN_POSITIVE)
    }
}
