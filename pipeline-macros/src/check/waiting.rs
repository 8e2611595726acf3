//! Joins that wait for one input while another one fills: when can that last for ever?
//!
//! In a deadlock every stage waits for a neighbour, down a full edge or up an empty one, and those waits form a cycle. The
//! graph has no directed one, so the cycle turns: from down to up only at a join that waits for a certain input (`zip`,
//! `concat`), and from up to down only at a split. So a waiting join is looked at with the walks that leave it up one input
//! and come back down another, turning at such places alone. Where there are none it cannot deadlock at all. Where every
//! stage on them gives one item for one, in order, it cannot either, at any bound of at least one (a marked graph in which
//! every cycle carries a token: Commoner, Holt, Even and Pnueli 1971). Fixed lags and rates are counted where the walks are
//! just two branches of one split. Everything else is refused.

use super::Checks;
use crate::diagnostics::{Diagnostic, messages};
use crate::graph::{From, Graph, Law, NodeId, Segment, SegmentId, Segments, To, bound, law};
use crate::stages::Kind;
use proc_macro2::Ident;
use std::collections::HashSet;

/// A join that waits has no walk around that could fill for ever.
pub(super) fn waiting_joins_end(checks: &mut Checks<'_, '_>) {
    let segments = Segments::of(checks.graph);
    for join in checks.sound_nodes() {
        if !checks.is_sound(join) || !waits(checks.graph, join) {
            continue;
        }
        if let Some(error) = refuse(checks.graph, &segments, join) {
            checks.report_at(join, error);
        }
    }
}

/// Whether a node is a join that waits for a certain input.
fn waits(graph: &Graph<'_>, node: NodeId) -> bool {
    graph
        .entry(node)
        .is_some_and(|entry| matches!(entry.name, "zip" | "concat"))
}

/// The first pair of inputs that can deadlock, as an error.
fn refuse(graph: &Graph<'_>, segments: &Segments, join: NodeId) -> Option<Diagnostic> {
    let inputs = graph.chain(graph.node(join).chain).uses.len();
    let pairs = (0..inputs).flat_map(|a| (a + 1..inputs).map(move |b| (a, b)));
    pairs.into_iter().find_map(|(a, b)| {
        let pair = Pair::new(graph, segments, join, a, b)?;
        pair.refuse()
    })
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

    fn refuse(&self) -> Option<Diagnostic> {
        let (stage, (a, b)) = (self.graph.stage(self.join), self.names);
        let span = stage.span();
        let splits = self.splits();
        let split = splits.first().copied()?;
        let split_word = &self.graph.stage(split).word;
        if self
            .graph
            .entry(self.join)
            .is_some_and(|entry| entry.name == "concat")
        {
            return Some(messages::from_one_split(
                span,
                &stage.word,
                a,
                b,
                split_word,
            ));
        }
        let choice = splits.iter().find(|split| {
            !self
                .graph
                .entry(**split)
                .is_some_and(|entry| matches!(entry.name, "tee" | "unzip"))
        });
        if let Some(choice) = choice {
            let word = &self.graph.stage(*choice).word;
            return Some(messages::from_one_split(span, &stage.word, a, b, word));
        }
        if self.is_one_region() {
            return self.refuse_branches(split_word);
        }
        self.stages()
            .find_map(|node| self.refuse_stage(node, split_word, false))
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
    fn refuse_branches(&self, split: &str) -> Option<Diagnostic> {
        if let Some(error) = self
            .stages()
            .find_map(|node| self.refuse_stage(node, split, true))
        {
            return Some(error);
        }
        let (a, b) = (self.branch(self.inputs.0), self.branch(self.inputs.1));
        let (stage, (name_a, name_b)) = (self.graph.stage(self.join), self.names);
        let span = stage.span();
        if a.rate != b.rate {
            let (slow, fast) = if a.rate > b.rate {
                (name_a, name_b)
            } else {
                (name_b, name_a)
            };
            let times = a.rate.max(b.rate) / a.rate.min(b.rate).max(1);
            return Some(messages::unequal_rates(
                span,
                &stage.word,
                slow,
                fast,
                times,
            ));
        }
        let (ahead, behind, other) = if a.lag > b.lag {
            (a.lag - b.lag, &a, (name_a, name_b, &b))
        } else {
            (b.lag - a.lag, &b, (name_b, name_a, &a))
        };
        let (lagging, sibling, room) = other;
        if ahead > room.room {
            let lags = behind
                .lags
                .map(|node| self.graph.stage(node).quoted())
                .unwrap_or_default();
            return Some(messages::lag_without_room(
                span, &lags, lagging, sibling, ahead,
            ));
        }
        None
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
    fn refuse_stage(&self, node: NodeId, split: &str, counted: bool) -> Option<Diagnostic> {
        let (join, stage) = (self.graph.stage(self.join), self.graph.stage(node));
        let (a, b) = self.names;
        let (on, other) = if self.is_on(node, self.inputs.1) {
            (b, a)
        } else {
            (a, b)
        };
        let span = join.span();
        match law(self.graph, node) {
            Law::OneToOne => None,
            Law::Gathers(_) | Law::Lags(_) if counted => None,
            Law::LosesOrder => Some(messages::order_lost(span, &join.word, &stage.quoted(), on)),
            Law::Unknown => Some(messages::needs_to_know(
                span,
                &join.word,
                &stage.word,
                self.is_number(node),
            )),
            Law::Drops => Some(messages::drifts(
                span,
                &join.word,
                &stage.word,
                on,
                other,
                split,
                true,
            )),
            Law::Multiplies | Law::Gathers(_) | Law::Lags(_) => Some(messages::drifts(
                span,
                &join.word,
                &stage.word,
                on,
                other,
                split,
                false,
            )),
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
