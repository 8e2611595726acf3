//! Chains of waits: every walk that leaves a join up one of its inputs and comes back down another.

use super::segments::{From, Segment, SegmentId, Segments, To};
use super::{Graph, NodeId};
use proc_macro2::Ident;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Whether a node is a join that waits for a certain input.
pub(super) fn waits(graph: &Graph<'_>, node: NodeId) -> bool {
    graph.entry(node).is_some_and(|entry| entry.reads.waits())
}

/// A segment, and how somebody waits along it: up, because it is empty, or down, because it is full.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// One walk: where it turns, and how it goes there.
#[derive(Debug)]
pub(crate) struct Circle {
    ways: Vec<Way>,
    /// Where it turns down.
    pub(crate) splits: Vec<NodeId>,
    /// Where it turns up again, but for the join that it begins and ends at.
    pub(crate) joins: Vec<NodeId>,
}

impl Circle {
    pub(super) fn is_up(&self, segment: SegmentId) -> bool {
        self.ways.contains(&Way::Up(segment))
    }
}

/// How many steps are gone in search of walks before it is given up to tell them apart.
const STEPS: usize = 1_000;

/// All walks between two inputs of a join.
pub(super) struct Walks<'p, 's> {
    pub(super) graph: &'p Graph<'s>,
    pub(super) segments: &'p Segments,
    pub(super) join: NodeId,
    start: Way,
    end: Way,
    /// For every segment on a walk the walk through it that turns least; in source order.
    through: BTreeMap<SegmentId, Vec<Way>>,
    is_one: bool,
}

impl<'p, 's> Walks<'p, 's> {
    /// `None` where no walk leads from one input to the other.
    pub(super) fn between(
        graph: &'p Graph<'s>,
        segments: &'p Segments,
        join: NodeId,
        (a, b): (usize, usize),
    ) -> Option<Self> {
        let mut walks = Self {
            graph,
            segments,
            join,
            start: Way::Up(segments.input(join, a)?),
            end: Way::Down(segments.input(join, b)?),
            through: BTreeMap::new(),
            is_one: false,
        };
        let mut search = Search::default();
        if walks.leads(walks.start, &[]) {
            walks.go_on(walks.start, &mut search);
        }
        walks.is_one = search.found == 1;
        walks.through = search.through;
        if search.steps > STEPS {
            // Too many to tell apart: those that pass a stage twice are taken for walks as well.
            let ids = segments.ids();
            let all = ids.filter_map(|id| Some((id, walks.path_through(id)?)));
            walks.through = all.collect();
            walks.is_one = false;
        }
        (!walks.through.is_empty()).then_some(walks)
    }

    /// Goes along every walk. Each stage waits for one other, so none is passed twice.
    fn go_on(&self, way: Way, search: &mut Search) {
        search.steps += 1;
        search.ways.push(way);
        if way == self.end {
            search.keep();
        } else {
            for (node, next) in self.next(way, true) {
                if search.steps > STEPS || search.passed.contains(&node) {
                    continue;
                }
                search.passed.push(node);
                if self.leads(next, &search.passed) {
                    self.go_on(next, search);
                }
                search.passed.pop();
            }
        }
        search.ways.pop();
    }

    /// The segments of all walks, in source order.
    pub(super) fn sorted(&self) -> impl Iterator<Item = SegmentId> {
        self.through.keys().copied()
    }

    /// The walk that turns least.
    pub(super) fn circle(&self) -> Circle {
        let ways = self.through.get(&self.start.segment());
        self.turns_of(ways.cloned().unwrap_or_default())
    }

    /// The same of those through a segment.
    pub(super) fn circle_through(&self, segment: SegmentId) -> Option<Circle> {
        let ways = self.through.get(&segment)?;
        Some(self.turns_of(ways.clone()))
    }

    /// Where the only walk is one from a split down two sides: the segments of each, from the split on.
    pub(super) fn sides(&self) -> Option<(Vec<SegmentId>, Vec<SegmentId>)> {
        let ways = self.through.get(&self.start.segment())?;
        if !self.is_one || turns(ways) > 1 {
            return None;
        }
        let (up, down): (Vec<Way>, Vec<Way>) =
            ways.iter().partition(|way| matches!(way, Way::Up(_)));
        let up = up.into_iter().rev().map(Way::segment);
        Some((up.collect(), down.into_iter().map(Way::segment).collect()))
    }

    /// The name of a stream at the next join.
    pub(super) fn next_name(&self, segment: SegmentId) -> Option<&'s Ident> {
        let mut segment = segment;
        loop {
            match self.segments.get(segment).to {
                To::Join(join, place) => {
                    let chain = self.graph.chain(self.graph.node(join).chain);
                    return chain.uses.get(place).map(|used| used.name);
                }
                To::Split(split) => {
                    segment = self
                        .sorted()
                        .find(|id| self.from(*id) == From::Split(split))?;
                }
                To::End => return None,
            }
        }
    }

    fn from(&self, segment: SegmentId) -> From {
        self.segments.get(segment).from
    }

    fn turns_of(&self, ways: Vec<Way>) -> Circle {
        let (mut splits, mut joins) = (Vec::new(), Vec::new());
        for pair in ways.windows(2) {
            match *pair {
                [Way::Up(up), Way::Down(_)] => {
                    if let From::Split(split) = self.from(up)
                        && !splits.contains(&split)
                    {
                        splits.push(split);
                    }
                }
                [Way::Down(down), Way::Up(_)] => {
                    let join = join_of(self.segments.get(down).to);
                    joins.extend(join.filter(|join| !joins.contains(join)));
                }
                _ => {}
            }
        }
        Circle {
            ways,
            splits,
            joins,
        }
    }

    /// Whether a way leads to the end without what is passed already.
    fn leads(&self, start: Way, passed: &[NodeId]) -> bool {
        let (mut seen, mut open) = (HashSet::from([start]), vec![start]);
        while let Some(way) = open.pop() {
            if way == self.end {
                return true;
            }
            for (node, next) in self.next(way, true) {
                if !passed.contains(&node) && seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    }

    fn path_through(&self, segment: SegmentId) -> Option<Vec<Way>> {
        let through = |turns: bool, way: Way| {
            let mut ways = self.path(self.start, way, turns)?;
            ways.extend(self.path(way, self.end, turns)?.into_iter().skip(1));
            Some(ways)
        };
        let ways = [Way::Up(segment), Way::Down(segment)];
        [false, true]
            .into_iter()
            .find_map(|turns| ways.into_iter().find_map(|way| through(turns, way)))
    }

    /// A shortest way on.
    fn path(&self, start: Way, end: Way, turns: bool) -> Option<Vec<Way>> {
        let mut before: HashMap<Way, Way> = HashMap::new();
        let mut round = vec![start];
        while !round.is_empty() && start != end && !before.contains_key(&end) {
            let mut next_round = Vec::new();
            for way in round {
                for (_, next) in self.next(way, turns) {
                    if next != start && !before.contains_key(&next) {
                        before.insert(next, way);
                        next_round.push(next);
                    }
                }
            }
            round = next_round;
        }
        let (mut ways, mut way) = (vec![end], end);
        while way != start {
            way = *before.get(&way)?;
            ways.push(way);
        }
        ways.reverse();
        Some(ways)
    }

    /// Where a chain of waits can go on, and what it passes there; with or without turning up at another waiting join.
    fn next(&self, way: Way, turns: bool) -> Vec<(NodeId, Way)> {
        let into = |wanted: fn(To) -> Option<NodeId>, node| {
            self.others(move |segment| wanted(segment.to) == Some(node))
        };
        let out_of = |from: From| self.others(move |segment| segment.from == from);
        let (node, ways): (NodeId, Vec<Way>) = match way {
            Way::Up(segment) => match self.from(segment) {
                From::Source => return Vec::new(),
                From::Split(split) => {
                    let branches = out_of(From::Split(split)).filter(|other| *other != segment);
                    let up = into(split_of, split).map(Way::Up);
                    (split, branches.map(Way::Down).chain(up).collect())
                }
                From::Join(join) => (join, into(join_of, join).map(Way::Up).collect()),
            },
            Way::Down(segment) => match self.segments.get(segment).to {
                To::End => return Vec::new(),
                To::Split(split) => (split, out_of(From::Split(split)).map(Way::Down).collect()),
                // Back where the walk began.
                To::Join(join, _) if join == self.join => return Vec::new(),
                To::Join(join, _) => {
                    let turns = turns && waits(self.graph, join);
                    let up = into(join_of, join).filter(|other| turns && *other != segment);
                    let on = out_of(From::Join(join)).map(Way::Down);
                    (join, on.chain(up.map(Way::Up)).collect())
                }
            },
        };
        ways.into_iter().map(|way| (node, way)).collect()
    }

    fn others(&self, wanted: impl Fn(&Segment) -> bool) -> impl Iterator<Item = SegmentId> {
        self.segments
            .ids()
            .filter(move |id| wanted(self.segments.get(*id)))
    }
}

/// The search for walks.
#[derive(Default)]
struct Search {
    passed: Vec<NodeId>,
    ways: Vec<Way>,
    steps: usize,
    found: usize,
    through: BTreeMap<SegmentId, Vec<Way>>,
}

impl Search {
    /// A walk is found.
    fn keep(&mut self) {
        self.found += 1;
        let rank = |ways: &Vec<Way>| (turns(ways), ways.len());
        for way in &self.ways {
            let best = self.through.get(&way.segment());
            if best.is_none_or(|best| rank(&self.ways) < rank(best)) {
                self.through.insert(way.segment(), self.ways.clone());
            }
        }
    }
}

/// How often a walk turns.
fn turns(ways: &[Way]) -> usize {
    let is_up = |way: &Way| matches!(way, Way::Up(_));
    ways.windows(2)
        .filter(|pair| is_up(&pair[0]) != is_up(&pair[1]))
        .count()
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
