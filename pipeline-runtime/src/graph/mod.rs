//! The graph of a pipeline, to be looked at before it runs.
//!
//! What the macro knows (sections, edges, names, why a waiting join cannot deadlock) comes as one text in the expansion, read
//! only when somebody asks; what only the types and values know (item types, bounds, widths) is noted by the plan.

mod display;
mod mermaid;
mod read;

use crate::sync::lock::Mutex;

/// The static graph of a pipeline: its threads, the edges between them, and how many items it can hold.
///
/// `Display` draws it for a terminal, [`to_mermaid`](Self::to_mermaid) for a page.
///
/// ```
/// use pipewright::prelude::*;
///
/// let graph = pipeline!(from(0..10_u64) >> map(|n| n + 1) >> buffer(8) >> sum::<u64>()).graph();
/// assert_eq!(graph.threads(), 2);
/// assert_eq!(graph.max_in_flight(), 10);
/// assert_eq!(
///     graph.to_string(),
///     "\
/// [1] from(..) ▷ map(..)
///      └─▶ [2]  u64, at most 8
/// [2] sum   (the caller's thread)
/// at most 10 items in flight
/// "
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    sections: Vec<Section>,
    edges: Vec<Edge>,
    /// Why each join that waits was accepted.
    joins: Vec<String>,
}

/// What is fused on one thread, or on each of several workers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // any of them goes with any other
struct Section {
    stages: String,
    workers: usize,
    is_region: bool,
    is_here: bool,
    /// How many of its inputs one of its outputs stands for: what its open batches, or the one in hand, hold on one worker.
    gathers: usize,
    /// Inputs that it holds besides: of batches that are being taken apart while others fill.
    besides: usize,
    /// It holds an item of every edge in front of it, not of one.
    is_zip: bool,
    /// How many it holds while it hands one on: with the copy, or the other half.
    hands: usize,
    /// Something in it may hold more than anybody can see.
    is_opaque: bool,
}

/// What joins two sections.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edge {
    /// Its number in the plan; none is the edge to the caller's iterator.
    made: Option<usize>,
    from: usize,
    /// None is the caller's iterator.
    to: Option<usize>,
    /// The stream's name, where it has one.
    stream: Option<String>,
    item: String,
    bound: usize,
    /// How many such edges there are side by side.
    lanes: usize,
    /// Its items are counted by the edge in front of it, whose window spans both.
    in_window: bool,
}

impl Edge {
    /// How many items one item of this edge stands for.
    fn weight(&self, weights: &[usize]) -> usize {
        let is_batch = self.item.starts_with("Vec<");
        weights
            .get(self.from)
            .copied()
            .filter(|_| is_batch)
            .unwrap_or(1)
    }
}

impl Graph {
    /// How many threads a run has, the caller's among them.
    #[must_use]
    pub fn threads(&self) -> usize {
        let workers: usize = self.sections.iter().map(|section| section.workers).sum();
        workers + usize::from(self.is_open())
    }

    /// Whether its tail is a stream, which the caller takes from.
    fn is_open(&self) -> bool {
        self.edges.iter().any(|edge| edge.to.is_none())
    }

    /// The most items that edges, hands, windows and open batches can hold at any time; a batch counts as its items.
    ///
    /// What a stage hoards that the macro cannot see into (`through`, `consume`, one of your own) is not in it, nor what
    /// `flat_map` has made early in an ordered region; the drawing marks that with a `+`.
    #[must_use]
    pub fn max_in_flight(&self) -> usize {
        let weights = self.weights();
        let edges = self.edges.iter().filter(|edge| !edge.in_window);
        let on_edges = edges.map(|edge| {
            let items = edge.bound.saturating_mul(edge.lanes);
            items.saturating_mul(edge.weight(&weights))
        });
        let in_sections = self.sections.iter().enumerate().map(|(place, section)| {
            let input = self.input(place, &weights);
            let held = weights[place].saturating_mul(section.hands);
            let besides = input.saturating_mul(section.besides);
            section.workers.saturating_mul(held.saturating_add(besides))
        });
        on_edges.chain(in_sections).fold(0, usize::saturating_add)
    }

    /// How many items one item of a section stands for, where it is a batch.
    fn weights(&self) -> Vec<usize> {
        let mut weights = vec![1; self.sections.len()];
        // Sections stand in the order of the source: what feeds one stands in front of it.
        for (place, section) in self.sections.iter().enumerate() {
            weights[place] = self.input(place, &weights).saturating_mul(section.gathers);
        }
        weights
    }

    /// How many items one input of a section stands for.
    fn input(&self, place: usize, weights: &[usize]) -> usize {
        let fed = self.edges.iter().filter(|edge| edge.to == Some(place));
        let each = fed.map(|edge| edge.weight(weights));
        let input = if self.sections[place].is_zip {
            each.sum()
        } else {
            each.max().unwrap_or(1)
        };
        input.max(1)
    }

    /// The stages of a section, by its number in the plan.
    pub(crate) fn stages_of(&self, section: usize) -> &str {
        self.sections
            .get(section)
            .map_or("?", |section| &section.stages)
    }

    /// Something of every section: its stages and how many workers it has.
    pub(crate) fn each_section<R>(&self, mut see: impl FnMut(&str, usize) -> R) -> Vec<R> {
        let sections = self.sections.iter();
        sections
            .map(|section| see(&section.stages, section.workers))
            .collect()
    }

    /// Something of every edge: its number in the plan, the sections in front of it and behind it, its bound.
    pub(crate) fn each_edge<R>(
        &self,
        mut see: impl FnMut(Option<usize>, &[usize], Option<usize>, usize) -> R,
    ) -> Vec<R> {
        let mut seen = Vec::new();
        for (at, edge) in self.edges.iter().enumerate() {
            // A merge has an arrow for each of its inputs, but one edge.
            let arrows = || self.edges.iter().filter(|other| other.made == edge.made);
            if self.edges[..at].iter().all(|other| other.made != edge.made) {
                let from: Vec<usize> = arrows().map(|arrow| arrow.from).collect();
                seen.push(see(edge.made, &from, edge.to, edge.bound));
            }
        }
        seen
    }

    /// The section behind an edge, or in front of it, and the edge's bound; by the edge's number in the plan.
    pub(crate) fn peer_of(&self, made: usize, behind: bool) -> (&str, Option<usize>) {
        let Some(edge) = self.edges.iter().find(|edge| edge.made == Some(made)) else {
            return ("?", None);
        };
        let peer = if behind { edge.to } else { Some(edge.from) };
        let peer = peer.map_or("the caller", |peer| self.stages_of(peer));
        (peer, Some(edge.bound))
    }

    /// Whether more than [`max_in_flight`](Self::max_in_flight) items can be held, by what the macro cannot see into.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.sections.iter().any(|section| section.is_opaque)
    }

    /// Why each join that waits for a certain input was accepted, one line each.
    #[must_use]
    pub fn joins(&self) -> &[String] {
        &self.joins
    }
}

/// What the plan notes for the graph, in the order of the expansion.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    edges: Vec<(&'static str, usize)>,
    counts: Vec<usize>,
    /// The edge to the caller's iterator.
    tail: Option<(&'static str, usize)>,
}

/// Where the plan notes it.
#[derive(Debug, Default)]
pub(crate) struct Notebook(Mutex<Notes>);

impl Notebook {
    /// Notes an edge; gives its number.
    pub(crate) fn edge<T>(&self, bound: usize) -> usize {
        let edges = &mut self.0.lock().edges;
        edges.push((std::any::type_name::<T>(), bound));
        edges.len() - 1
    }

    /// Notes the edge to the caller's iterator.
    pub(crate) fn tail<T>(&self, bound: usize) {
        self.0.lock().tail = Some((std::any::type_name::<T>(), bound));
    }

    pub(crate) fn count(&self, number: usize) {
        self.0.lock().counts.push(number);
    }

    pub(crate) fn notes(&self) -> Notes {
        self.0.lock().clone()
    }
}
