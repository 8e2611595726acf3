//! Joins that wait for one input while another one fills: when can that last for ever?
//!
//! In a deadlock every stage waits for a neighbour, down a full edge or up an empty one, and those waits form a cycle. The
//! graph has no directed one, so the cycle turns: from down to up only at a join that waits for a certain input (`zip`,
//! `concat`), and from up to down only at a split. So a waiting join is looked at with the walks that leave it up one input
//! and come back down another, turning at such places alone. Where there are none it cannot deadlock at all. Where every
//! stage on them gives one item for one, in order, it cannot either, at any bound of at least one (a marked graph in which
//! every cycle carries a token: Commoner, Holt, Even and Pnueli 1971). Fixed lags and rates are counted where the walks are
//! just two branches of one split. Everything else is refused.

use super::laws::{Law, bound, law};
use super::segments::{From, Segment, SegmentId, Segments, To};
use super::{Graph, NodeId};
use crate::stages::Kind;
use proc_macro2::Ident;
use std::collections::HashSet;

/// What is known of two inputs of a waiting join.
#[derive(Debug)]
pub(crate) enum Verdict<'s> {
    /// No walk leads from one to the other.
    Separate,
    /// Every stage between the split and the join gives one item for one, in order.
    OneForOne {
        split: NodeId,
    },
    /// Their fixed rates are equal, and their lags find room.
    Counted {
        rate: u64,
        lag: u64,
        room: u64,
    },
    Refused(Refusal<'s>),
}

/// Why two inputs of a waiting join could wait for each other for ever.
#[derive(Debug)]
pub(crate) enum Refusal<'s> {
    /// They are branches of one split, and one has to end before the other is read, or has what the other has not.
    OneSplit {
        split: NodeId,
    },
    LosesOrder {
        stage: NodeId,
        on: &'s Ident,
    },
    Unknown {
        stage: NodeId,
        is_number: bool,
    },
    /// One of them has another number of items than the other.
    Drifts {
        stage: NodeId,
        on: &'s Ident,
        other: &'s Ident,
        split: NodeId,
        drops: bool,
    },
    Rates {
        slow: &'s Ident,
        fast: &'s Ident,
        times: u64,
    },
    Lag {
        stage: NodeId,
        on: &'s Ident,
        other: &'s Ident,
        needs: u64,
    },
}

/// Two inputs of a waiting join, by their names there, and what is known of them.
#[derive(Debug)]
pub(crate) struct Waiting<'s> {
    pub(crate) names: (&'s Ident, &'s Ident),
    pub(crate) verdict: Verdict<'s>,
}

/// Every pair of inputs of a join that waits for a certain one; none of another join.
pub(crate) fn waiting<'s>(graph: &Graph<'s>, join: NodeId) -> Vec<Waiting<'s>> {
    if !waits(graph, join) {
        return Vec::new();
    }
    let segments = Segments::of(graph);
    let uses = &graph.chain(graph.node(join).chain).uses;
    let pairs = (0..uses.len()).flat_map(|a| (a + 1..uses.len()).map(move |b| (a, b)));
    let judged = pairs.into_iter().map(|(a, b)| {
        let pair = Pair::new(graph, &segments, join, a, b);
        let verdict = pair.map_or(Verdict::Separate, |pair| pair.verdict());
        Waiting {
            names: (uses[a].name, uses[b].name),
            verdict,
        }
    });
    judged.collect()
}

/// Whether a node is a join that waits for a certain input.
fn waits(graph: &Graph<'_>, node: NodeId) -> bool {
    graph
        .entry(node)
        .is_some_and(|entry| matches!(entry.name, "zip" | "concat"))
}

/// Two inputs of a waiting join, and the walks from one to the other.
struct Pair<'p, 's> {
    graph: &'p Graph<'s>,
    segments: &'p Segments,
    join: NodeId,
    names: (&'s Ident, &'s Ident),
    inputs: (SegmentId, SegmentId),
    /// Every segment on a walk that leaves up the one and comes back down the other.
    walks: HashSet<SegmentId>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Way {
    Up(SegmentId),
    Down(SegmentId),
}

impl Way {
    fn segment(self) -> SegmentId {
        match self {
            Self::Up(segment) | Self::Down(segment) => segment,
        }
    }
}

impl<'p, 's> Pair<'p, 's> {
    /// `None` where no walk leads from one input to the other: their items come from separate sources.
    fn new(
        graph: &'p Graph<'s>,
        segments: &'p Segments,
        join: NodeId,
        a: usize,
        b: usize,
    ) -> Option<Self> {
        let inputs = (segments.input(join, a)?, segments.input(join, b)?);
        let uses = &graph.chain(graph.node(join).chain).uses;
        let names = (uses[a].name, uses[b].name);
        let mut pair = Self {
            graph,
            segments,
            join,
            names,
            inputs,
            walks: HashSet::new(),
        };
        let (start, end) = (Way::Up(inputs.0), Way::Down(inputs.1));
        let reached = pair.reach(start);
        if !reached.contains(&end) {
            return None;
        }
        // A way lies on a walk if it can be reached, and the end can be reached from it.
        let on_walks = reached
            .into_iter()
            .filter(|way| pair.reach(*way).contains(&end));
        pair.walks = on_walks.map(Way::segment).collect();
        Some(pair)
    }

    fn reach(&self, start: Way) -> HashSet<Way> {
        let (mut seen, mut open) = (HashSet::from([start]), vec![start]);
        while let Some(way) = open.pop() {
            for next in self.next(way) {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen
    }

    /// Where a chain of waits can go on.
    fn next(&self, way: Way) -> Vec<Way> {
        let into = |wanted: fn(To) -> Option<NodeId>, node| {
            self.others(move |segment| wanted(segment.to) == Some(node))
        };
        match way {
            Way::Up(segment) => match self.segments.get(segment).from {
                From::Source => Vec::new(),
                From::Split(split) => {
                    let branches = self.others(|other| other.from == From::Split(split));
                    let branches = branches.filter(|other| *other != segment).map(Way::Down);
                    branches.chain(into(split_of, split).map(Way::Up)).collect()
                }
                From::Join(join) => into(join_of, join).map(Way::Up).collect(),
            },
            Way::Down(segment) => match self.segments.get(segment).to {
                To::End => Vec::new(),
                To::Split(split) => self
                    .others(|other| other.from == From::Split(split))
                    .map(Way::Down)
                    .collect(),
                // Back where the walk began.
                To::Join(join, _) if join == self.join => Vec::new(),
                To::Join(join, _) => {
                    let on = self
                        .others(|other| other.from == From::Join(join))
                        .map(Way::Down);
                    let turns = waits(self.graph, join);
                    let up = into(join_of, join).filter(|other| turns && *other != segment);
                    on.chain(up.map(Way::Up)).collect()
                }
            },
        }
    }

    fn others(&self, wanted: impl Fn(&Segment) -> bool) -> impl Iterator<Item = SegmentId> {
        self.segments
            .ids()
            .filter(move |id| wanted(self.segments.get(*id)))
    }

    fn verdict(&self) -> Verdict<'s> {
        let splits = self.splits();
        let Some(split) = splits.first().copied() else {
            return Verdict::Separate;
        };
        if self
            .graph
            .entry(self.join)
            .is_some_and(|entry| entry.name == "concat")
        {
            return Verdict::Refused(Refusal::OneSplit { split });
        }
        let copies = |split: &NodeId| {
            self.graph
                .entry(*split)
                .is_some_and(|entry| matches!(entry.name, "tee" | "unzip"))
        };
        if let Some(split) = splits.iter().copied().find(|split| !copies(split)) {
            return Verdict::Refused(Refusal::OneSplit { split });
        }
        let counted = self.is_one_region();
        if let Some(refusal) = self
            .stages()
            .find_map(|node| self.refuse_stage(node, split, counted))
        {
            return Verdict::Refused(refusal);
        }
        if counted {
            self.count(split)
        } else {
            Verdict::OneForOne { split }
        }
    }

    /// The splits at which a walk turns: those of which two branches lie on walks.
    fn splits(&self) -> Vec<NodeId> {
        let mut splits: Vec<NodeId> = Vec::new();
        for segment in self.sorted() {
            let From::Split(split) = self.segments.get(segment).from else {
                continue;
            };
            let branches = self
                .walks
                .iter()
                .filter(|id| self.segments.get(**id).from == From::Split(split));
            if branches.count() > 1 && !splits.contains(&split) {
                splits.push(split);
            }
        }
        splits
    }

    /// Whether the walks are just two branches of one split.
    fn is_one_region(&self) -> bool {
        let (a, b) = self.inputs;
        self.walks.len() == 2 && self.segments.get(a).from == self.segments.get(b).from
    }

    fn sorted(&self) -> Vec<SegmentId> {
        self.segments
            .ids()
            .filter(|id| self.walks.contains(id))
            .collect()
    }

    /// Every stage on a walk, and every join that one goes through.
    fn stages(&self) -> impl Iterator<Item = NodeId> {
        self.sorted().into_iter().flat_map(|id| {
            let segment = self.segments.get(id);
            let join = match segment.from {
                From::Join(join) => Some(join),
                _ => None,
            };
            join.into_iter().chain(segment.nodes.iter().copied())
        })
    }

    /// Two branches of one split: fixed rates must be equal, and a lag must find room on the other side.
    fn count(&self, split: NodeId) -> Verdict<'s> {
        let (a, b) = (self.branch(self.inputs.0), self.branch(self.inputs.1));
        let (name_a, name_b) = self.names;
        if a.rate != b.rate {
            let (slow, fast) = if a.rate > b.rate {
                (name_a, name_b)
            } else {
                (name_b, name_a)
            };
            let times = a.rate.max(b.rate) / a.rate.min(b.rate).max(1);
            return Verdict::Refused(Refusal::Rates { slow, fast, times });
        }
        let (lag, late, room, on, other) = if a.lag > b.lag {
            (a.lag - b.lag, a.lags, b.room, name_a, name_b)
        } else {
            (b.lag - a.lag, b.lags, a.room, name_b, name_a)
        };
        match late {
            Some(stage) if lag > room => Verdict::Refused(Refusal::Lag {
                stage,
                on,
                other,
                needs: lag,
            }),
            _ if a.rate == 1 && lag == 0 => Verdict::OneForOne { split },
            _ => Verdict::Counted {
                rate: a.rate,
                lag,
                room,
            },
        }
    }

    fn branch(&self, input: SegmentId) -> Branch {
        let mut branch = Branch {
            rate: 1,
            lag: 0,
            room: 0,
            lags: None,
        };
        for node in &self.segments.get(input).nodes {
            branch.room = branch
                .room
                .saturating_add(bound(self.graph, *node).unwrap_or(0));
            match law(self.graph, *node) {
                Law::Gathers(n) => branch.rate = branch.rate.saturating_mul(n.max(1)),
                Law::Lags(n) => {
                    branch.lag = branch.lag.saturating_add(n.saturating_mul(branch.rate));
                    branch.lags = Some(*node);
                }
                _ => {}
            }
        }
        branch
    }

    /// A stage that keeps a waiting join from being safe.
    fn refuse_stage(&self, stage: NodeId, split: NodeId, counted: bool) -> Option<Refusal<'s>> {
        let (a, b) = self.names;
        let (on, other) = if self.is_on(stage, self.inputs.1) {
            (b, a)
        } else {
            (a, b)
        };
        match law(self.graph, stage) {
            Law::OneToOne => None,
            Law::Gathers(_) | Law::Lags(_) if counted => None,
            Law::LosesOrder => Some(Refusal::LosesOrder { stage, on }),
            Law::Unknown => Some(Refusal::Unknown {
                stage,
                is_number: self.is_number(stage),
            }),
            Law::Drops => Some(Refusal::Drifts {
                stage,
                on,
                other,
                split,
                drops: true,
            }),
            Law::Multiplies | Law::Gathers(_) | Law::Lags(_) => Some(Refusal::Drifts {
                stage,
                on,
                other,
                split,
                drops: false,
            }),
        }
    }

    fn is_on(&self, node: NodeId, input: SegmentId) -> bool {
        self.segments.get(input).nodes.contains(&node)
    }

    /// Whether what is not known is a number that is no literal.
    fn is_number(&self, node: NodeId) -> bool {
        self.graph.is(node, Kind::Transform)
            && self
                .graph
                .entry(node)
                .is_some_and(|entry| entry.name != "through")
    }
}

/// What the fixed stages of a branch add up to.
struct Branch {
    /// So many items of the split for one at the join.
    rate: u64,
    /// So many items of the split before the first one at the join.
    lag: u64,
    /// So many items fit between the two, by the bounds that are written down.
    room: u64,
    lags: Option<NodeId>,
}

fn split_of(to: To) -> Option<NodeId> {
    match to {
        To::Split(split) => Some(split),
        _ => None,
    }
}

fn join_of(to: To) -> Option<NodeId> {
    match to {
        To::Join(join, _) => Some(join),
        _ => None,
    }
}
