//! Joins that wait for one input while another one fills: when can that last for ever?
//!
//! In a deadlock every stage waits for a neighbour, down a full edge or up an empty one, and those waits form a cycle. The
//! graph has no directed one, so the cycle turns: from down to up only at a join that waits for a certain input (`zip`,
//! `concat`), and from up to down only at a split. So a waiting join is looked at with the walks that leave it up one input
//! and come back down another, turning at such places alone. Where there are none it cannot deadlock at all. Where every
//! stage on them gives one item for one, it cannot either, at any bound of at least one (a marked graph in which every
//! cycle carries a token: Commoner, Holt, Even and Pnueli 1971). Fixed lags and rates are counted where the walks are just
//! two sides between one split and the join. Everything else is refused.

use super::laws::{Law, law};
use super::room::Side;
use super::segments::{From, SegmentId, Segments};
use super::walks::{Circle, Walks, waits};
use super::{Graph, NodeId};
use crate::stages::{Kind, Rate, Reads};
use proc_macro2::Ident;

/// What is known of two inputs of a waiting join.
#[derive(Debug)]
pub(crate) enum Verdict<'s> {
    /// No walk leads from one to the other.
    Separate,
    /// Every stage between the split and the join gives one item for one.
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
    /// One has to end before the other is read, or (by the split that is named) has what the other has not.
    Apart {
        split: Option<NodeId>,
        circle: Circle,
    },
    LosesOrder {
        stage: NodeId,
        on: &'s Ident,
    },
    Unknown {
        stage: NodeId,
        is_number: bool,
    },
    /// A stage makes another number of items than it takes.
    Drifts {
        stage: NodeId,
        on: &'s Ident,
        drops: bool,
        /// The split that it could stand in front of.
        below: Option<NodeId>,
        circle: Circle,
    },
    /// So many items of the one for so many of the other.
    Rates {
        stage: NodeId,
        slow: (&'s Ident, u64),
        fast: (&'s Ident, u64),
    },
    Lag {
        stage: NodeId,
        on: &'s Ident,
        other: &'s Ident,
        needs: u64,
    },
}

impl Refusal<'_> {
    /// The stage that is to blame, where it is not the join itself.
    pub(crate) fn cause(&self) -> Option<NodeId> {
        match *self {
            Self::Apart { split, .. } => split,
            Self::LosesOrder { stage, .. }
            | Self::Unknown { stage, .. }
            | Self::Drifts { stage, .. }
            | Self::Rates { stage, .. }
            | Self::Lag { stage, .. } => Some(stage),
        }
    }
}

/// Two inputs of a waiting join, by their names there, and what is known of them.
#[derive(Debug)]
pub(crate) struct Waiting<'s> {
    pub(crate) names: (&'s Ident, &'s Ident),
    pub(crate) verdict: Verdict<'s>,
    /// Every stage that the verdict is about.
    pub(crate) stages: Vec<NodeId>,
}

/// Every pair of inputs of a join that waits for a certain one; none of another join.
pub(crate) fn waiting<'s>(graph: &Graph<'s>, join: NodeId) -> Vec<Waiting<'s>> {
    if !waits(graph, join) {
        return Vec::new();
    }
    let segments = Segments::of(graph);
    let uses = &graph.chain(graph.node(join).chain).uses;
    let pairs = (0..uses.len()).flat_map(|a| (a + 1..uses.len()).map(move |b| (a, b)));
    let judged = pairs.map(|(a, b)| {
        let names = (uses[a].name, uses[b].name);
        let walks = Walks::between(graph, &segments, join, (a, b));
        let pair = walks.map(|walks| Pair { walks, names });
        let verdict = pair.as_ref().map_or(Verdict::Separate, Pair::verdict);
        let stages = pair.as_ref().map_or_else(Vec::new, Pair::involved);
        Waiting {
            names,
            verdict,
            stages,
        }
    });
    judged.collect()
}

/// Two inputs of a waiting join between which there are walks.
struct Pair<'p, 's> {
    walks: Walks<'p, 's>,
    names: (&'s Ident, &'s Ident),
}

impl<'s> Pair<'_, 's> {
    fn verdict(&self) -> Verdict<'s> {
        let graph = self.walks.graph;
        let whole = self.walks.circle();
        let join = graph.entry(self.walks.join);
        if join.is_some_and(|join| join.reads == Reads::InTurn) {
            let (split, circle) = (None, whole);
            return Verdict::Refused(Refusal::Apart { split, circle });
        }
        let Some(split) = whole.splits.first().copied() else {
            return Verdict::Separate;
        };
        if let Some(refusal) = self.refuse_splits() {
            return Verdict::Refused(refusal);
        }
        let sides = self.walks.sides();
        let counted = sides.is_some();
        let stages = self.stages();
        let refused = stages
            .into_iter()
            .find_map(|(segment, stage)| self.refuse(segment, stage, counted));
        match (refused, sides) {
            (Some(refusal), _) => Verdict::Refused(refusal),
            (None, Some(sides)) => self.count(split, &sides),
            (None, None) => Verdict::OneForOne { split },
        }
    }

    /// A split that does not give every item to each of its streams: one that a walk turns at has two streams of which one
    /// may stay empty, one that it passes drops items like a filter.
    fn refuse_splits(&self) -> Option<Refusal<'s>> {
        let graph = self.walks.graph;
        self.walks.sorted().find_map(|segment| {
            let From::Split(split) = self.walks.segments.get(segment).from else {
                return None;
            };
            if graph.entry(split).is_some_and(|split| split.every_stream) {
                return None;
            }
            let circle = self.walks.circle_through(segment)?;
            Some(if circle.splits.contains(&split) {
                Refusal::Apart {
                    split: Some(split),
                    circle,
                }
            } else {
                Refusal::Drifts {
                    stage: split,
                    on: self.name_of(segment, &circle),
                    drops: true,
                    below: None,
                    circle,
                }
            })
        })
    }

    /// A stage that keeps a waiting join from being safe.
    fn refuse(&self, segment: SegmentId, stage: NodeId, counted: bool) -> Option<Refusal<'s>> {
        let graph = self.walks.graph;
        let law = law(graph, stage);
        if law == Law::OneToOne || counted && matches!(law, Law::Gathers(_) | Law::Lags(_)) {
            return None;
        }
        if law == Law::Unknown {
            let entry = graph.entry(stage);
            let is_number = entry.is_some_and(|entry| entry.rate != Rate::Unknown);
            return Some(Refusal::Unknown { stage, is_number });
        }
        let circle = self.walks.circle_through(segment)?;
        let on = self.name_of(segment, &circle);
        if law == Law::LosesOrder {
            // As many come out as went in. Only where both inputs are of one split do their positions mean anything.
            let is_paired = circle.joins.is_empty();
            return is_paired.then_some(Refusal::LosesOrder { stage, on });
        }
        let below = match self.walks.segments.get(segment).from {
            From::Split(split) if !graph.is(stage, Kind::Join) => Some(split),
            _ => None,
        };
        Some(Refusal::Drifts {
            stage,
            on,
            drops: law == Law::Drops,
            below,
            circle,
        })
    }

    /// Fixed rates must be equal, and a lag must find room on the other side.
    fn count(&self, split: NodeId, sides: &(Vec<SegmentId>, Vec<SegmentId>)) -> Verdict<'s> {
        let (graph, segments) = (self.walks.graph, self.walks.segments);
        let a = Side::of(graph, segments, &sides.0);
        let b = Side::of(graph, segments, &sides.1);
        let (name_a, name_b) = self.names;
        if a.rate != b.rate {
            let (slow, fast, stage) = if a.rate > b.rate {
                ((name_a, b.rate), (name_b, a.rate), a.gathers)
            } else {
                ((name_b, a.rate), (name_a, b.rate), b.gathers)
            };
            let stage = stage.unwrap_or(split);
            return Verdict::Refused(Refusal::Rates { stage, slow, fast });
        }
        let rate = a.rate;
        // The worst order: the split serves the other side first, and the join does not read it before this one.
        let (late, other, worst, on, beside) = if a.lag > b.lag {
            (&a, &b, b.top < a.top, name_a, name_b)
        } else {
            (&b, &a, false, name_b, name_a)
        };
        let lag = late.lag - other.lag;
        if rate == 1 && lag == 0 {
            return Verdict::OneForOne { split };
        }
        let needs = lag.saturating_add(u64::from(worst));
        match late.lags {
            Some(stage) if lag > 0 && needs > other.room() => Verdict::Refused(Refusal::Lag {
                stage,
                on,
                other: beside,
                needs,
            }),
            _ => Verdict::Counted {
                rate,
                lag,
                room: other.room(),
            },
        }
    }

    /// The stream that a mistake is on, as it is called at the join; at the next join where the circle has several.
    fn name_of(&self, segment: SegmentId, circle: &Circle) -> &'s Ident {
        if !circle.joins.is_empty()
            && let Some(name) = self.walks.next_name(segment)
        {
            return name;
        }
        if circle.is_up(segment) {
            self.names.0
        } else {
            self.names.1
        }
    }

    /// Every stage on a walk, and every join that one goes through.
    fn stages(&self) -> Vec<(SegmentId, NodeId)> {
        let mut all = Vec::new();
        for id in self.walks.sorted() {
            let segment = self.walks.segments.get(id);
            if let From::Join(join) = segment.from {
                all.push((id, join));
            }
            all.extend(segment.nodes.iter().map(|node| (id, *node)));
        }
        all
    }

    fn involved(&self) -> Vec<NodeId> {
        let mut all: Vec<NodeId> = self.stages().into_iter().map(|(_, node)| node).collect();
        for id in self.walks.sorted() {
            if let From::Split(split) = self.walks.segments.get(id).from {
                all.push(split);
            }
        }
        all.extend(self.walks.circle().joins);
        all
    }
}
