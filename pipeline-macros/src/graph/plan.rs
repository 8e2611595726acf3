//! Graph to sections and edges, in source order: what is fused, what changes thread, and what runs where.
//!
//! Nothing here knows of threads as such; a back end decides what a section is.

use super::{ChainId, EdgeId, Graph, NodeId, RegionId, StreamId, Target};
use crate::stages::{AtEdge, Entry, Kind, Role};
use crate::syntax::{Argument, Head, Stage};

/// The sections of a graph, in the order of the source.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) joins: Vec<Join>,
}

/// What a join reads.
#[derive(Debug)]
pub(crate) struct Join {
    pub(crate) node: NodeId,
    pub(crate) inputs: Vec<Input>,
}

/// One stream of a join: the named one itself, where it is the end of an edge, or an edge that it feeds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Input {
    Stream(ChainId, usize),
    Edge(EdgeId),
}

#[derive(Debug, Default)]
pub(crate) struct Edge {
    /// The `buffer` that sets its bound.
    pub(crate) bound: Option<NodeId>,
}

#[derive(Debug)]
pub(crate) enum Step {
    /// A stream gets its name: what is fused so far, or the end of an edge.
    Bind(StreamId, Piece),
    /// A closure that pushes into an edge.
    Generate(NodeId, EdgeId),
    /// A section that feeds edges, or ends in a sink, or in the tail.
    Section(Piece, End),
    /// Workers between two edges, or between an edge and a sink.
    Region {
        region: RegionId,
        input: EdgeId,
        ops: Vec<Op>,
        close: Close,
    },
}

/// A part of a section: where it begins, and what is fused to it.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) start: Start,
    pub(crate) ops: Vec<Op>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Source(NodeId),
    /// The receiving end of an edge, and the node behind whose word it stands.
    Edge(EdgeId, NodeId),
    /// Several edges, read by a join.
    Join(NodeId),
    /// A named stream, as it is written at the head of this chain.
    Stream(StreamId, ChainId, usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    /// The stage itself, with the `?`s that belong to it.
    Stage(NodeId),
    /// The same at the receiving end of an edge, where it can stop waiting.
    AtEdge(NodeId),
    /// Only the `?`s of a stage that is a boundary.
    Fail(NodeId),
}

/// How a section ends.
#[derive(Clone, Debug)]
pub(crate) enum End {
    /// Feeds one edge, by the word of this node.
    Feed(NodeId, EdgeId),
    /// Feeds an edge whose items the stage itself takes: one that stops waiting, or a join.
    Deliver(NodeId, EdgeId),
    /// Feeds an edge a worker.
    FeedKeyed(NodeId, EdgeId),
    /// Feeds the edges into and out of an ordered region.
    FeedOrdered(NodeId, EdgeId, EdgeId),
    /// Feeds one edge for each of its streams.
    Split(NodeId, Vec<EdgeId>),
    Sink(NodeId),
    /// Feeds the caller's iterator.
    Tail,
}

/// How a region ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Close {
    FanIn(NodeId, EdgeId),
    Sink(NodeId),
    /// The user has not written it yet.
    NotYet,
}

/// Plans a graph. Of one that has not passed the checks it plans what can be: an editor wants the types that are there.
pub(crate) fn plan(graph: &Graph<'_>) -> Plan {
    let mut planner = Planner {
        graph,
        plan: Plan {
            steps: Vec::new(),
            edges: Vec::new(),
            joins: Vec::new(),
        },
        behind_edge: vec![None; graph.streams.len()],
    };
    // An open pipeline has no section of its own.
    let chains = if graph.input.is_some() {
        0
    } else {
        graph.chains.len()
    };
    for id in (0..chains).map(ChainId) {
        // A chain that is no chain yet has no section.
        let _ = planner.chain(id);
    }
    planner.plan
}

struct Planner<'g, 's> {
    graph: &'g Graph<'s>,
    plan: Plan,
    /// The edge that a stream comes out of, where nothing is fused to it yet.
    behind_edge: Vec<Option<EdgeId>>,
}

impl Planner<'_, '_> {
    fn chain(&mut self, id: ChainId) -> Option<()> {
        let chain = self.graph.chain(id);
        let mut nodes = chain.node_ids();
        let mut piece = match chain.head {
            Head::Stage => {
                let source = nodes.next().filter(|first| self.is_source(*first))?;
                self.source(source)
            }
            Head::Streams(_, names) if names.len() > 1 => self.join(id, nodes.next()?)?,
            Head::Stream(_) | Head::Streams(..) => Piece {
                start: self.stream(id, 0)?,
                ops: Vec::new(),
            },
        };
        while let Some(node) = nodes.next() {
            let Some(entry) = self.graph.entry(node) else {
                piece.ops.push(Op::Stage(node));
                continue;
            };
            match entry.kind {
                Kind::FanOut => {
                    let region = self.graph.opens(node)?;
                    piece = self.region(region, piece)?;
                    // The nodes of the region are behind us.
                    let end = self.graph.region(region).close?;
                    nodes
                        .by_ref()
                        .take_while(|inner| *inner != end)
                        .for_each(drop);
                }
                Kind::Buffer => piece = self.buffer(node, piece),
                Kind::Split { .. } => {
                    self.split(id, node, piece);
                    return Some(());
                }
                Kind::Sink => {
                    self.plan.steps.push(Step::Section(piece, End::Sink(node)));
                    return Some(());
                }
                _ if stands_at_edge(self.graph.stage(node)) => piece = self.at_edge(node, piece),
                _ => piece.ops.push(Op::Stage(node)),
            }
        }
        self.end(id, piece);
        Some(())
    }

    fn is_source(&self, node: NodeId) -> bool {
        self.graph.entry(node).is_some_and(Entry::is_source)
    }

    /// What a chain without a sink gives: a named stream, or the tail.
    fn end(&mut self, id: ChainId, piece: Piece) {
        let chain = self.graph.chain(id);
        if let [stream] = chain.streams[..] {
            if let (Some(edge), true) = (self.edge_of(&piece.start), piece.ops.is_empty()) {
                self.behind_edge[stream.0] = Some(edge);
            }
            self.plan.steps.push(Step::Bind(stream, piece));
        } else {
            self.plan.steps.push(Step::Section(piece, End::Tail));
        }
    }

    fn stream(&self, chain: ChainId, place: usize) -> Option<Start> {
        match self.graph.chain(chain).uses.get(place)?.target {
            Target::Stream(stream) => Some(Start::Stream(stream, chain, place)),
            _ => None,
        }
    }

    fn edge(&mut self) -> EdgeId {
        self.plan.edges.push(Edge::default());
        EdgeId(self.plan.edges.len() - 1)
    }

    fn edge_of(&self, start: &Start) -> Option<EdgeId> {
        match start {
            Start::Source(_) | Start::Join(_) => None,
            Start::Edge(edge, _) => Some(*edge),
            Start::Stream(stream, ..) => self.behind_edge[stream.0],
        }
    }

    /// Behind a boundary: what comes out of an edge, with the boundary's own `?`s.
    fn behind(&self, edge: EdgeId, node: NodeId) -> Piece {
        Piece {
            start: Start::Edge(edge, node),
            ops: fails(self.graph, node),
        }
    }

    fn source(&mut self, node: NodeId) -> Piece {
        if self.graph.is(node, Kind::Generator) {
            let edge = self.edge();
            self.plan.steps.push(Step::Generate(node, edge));
            return Piece {
                start: Start::Edge(edge, node),
                ops: Vec::new(),
            };
        }
        Piece {
            start: Start::Source(node),
            ops: fails(self.graph, node),
        }
    }

    /// A join that reads its edges itself; a stream that is not the end of one feeds one.
    fn read_together(&mut self, id: ChainId, node: NodeId) -> Option<Piece> {
        let mut inputs = Vec::new();
        for place in 0..self.graph.chain(id).uses.len() {
            let start = self.stream(id, place)?;
            let edge = self
                .edge_of(&start)
                .filter(|edge| !self.is_out_of_order(*edge));
            if edge.is_some() {
                inputs.push(Input::Stream(id, place));
                continue;
            }
            let edge = self.edge();
            let piece = Piece {
                start,
                ops: Vec::new(),
            };
            self.plan
                .steps
                .push(Step::Section(piece, End::Deliver(node, edge)));
            inputs.push(Input::Edge(edge));
        }
        self.plan.joins.push(Join { node, inputs });
        Some(Piece {
            start: Start::Join(node),
            ops: fails(self.graph, node),
        })
    }

    /// `(a, b) >> fan_in`: every stream feeds one edge.
    fn join(&mut self, id: ChainId, node: NodeId) -> Option<Piece> {
        // A word that is still being typed is taken for a join, so that an editor offers those.
        if self.graph.is(node, Kind::Join) || self.graph.entry(node).is_none() {
            return self.read_together(id, node);
        }
        let edge = self.edge();
        for place in 0..self.graph.chain(id).uses.len() {
            let piece = Piece {
                start: self.stream(id, place)?,
                ops: Vec::new(),
            };
            self.plan
                .steps
                .push(Step::Section(piece, End::Feed(node, edge)));
        }
        Some(self.behind(edge, node))
    }

    /// A region; what comes out of it, unless it ends in a sink.
    fn region(&mut self, id: RegionId, feeding: Piece) -> Option<Piece> {
        let graph = self.graph;
        let region = graph.region(id);
        let (input, ordered) = (self.edge(), is_ordered(graph, region.open));
        let keyed = key(graph.stage(region.open)).is_some();
        let close = region.close;
        let mut ops = fails(graph, region.open);
        ops.extend(
            region
                .inner
                .clone()
                .map(NodeId)
                .filter(|node| Some(*node) != close)
                .map(Op::Stage),
        );
        let Some(close) = close.filter(|close| !graph.is_sink(*close)) else {
            let end = if keyed {
                End::FeedKeyed(region.open, input)
            } else {
                End::Feed(region.open, input)
            };
            self.plan.steps.push(Step::Section(feeding, end));
            let close = close.map_or(Close::NotYet, Close::Sink);
            self.plan.steps.push(Step::Region {
                region: id,
                input,
                ops,
                close,
            });
            return None;
        };
        let output = self.edge();
        let end = if ordered {
            End::FeedOrdered(region.open, input, output)
        } else if keyed {
            End::FeedKeyed(region.open, input)
        } else {
            End::Feed(region.open, input)
        };
        self.plan.steps.push(Step::Section(feeding, end));
        self.plan.steps.push(Step::Region {
            region: id,
            input,
            ops,
            close: Close::FanIn(close, output),
        });
        Some(self.behind(output, close))
    }

    /// A queue; directly behind another boundary it only sets that one's bound, unless it drops items.
    fn buffer(&mut self, node: NodeId, mut piece: Piece) -> Piece {
        let edge = self.edge_of(&piece.start).filter(|_| piece.ops.is_empty());
        if let Some(edge) = edge
            && self.plan.edges[edge.0].bound.is_none()
            && !self.is_out_of_order(edge)
            && options(self.graph.stage(node)).is_empty()
        {
            self.plan.edges[edge.0].bound = Some(node);
            piece.ops.extend(fails(self.graph, node));
            return piece;
        }
        let edge = self.edge();
        self.plan.edges[edge.0].bound = Some(node);
        self.plan
            .steps
            .push(Step::Section(piece, End::Feed(node, edge)));
        self.behind(edge, node)
    }

    /// Whether the edge comes out of an ordered region: its bound is the region's window.
    fn is_out_of_order(&self, edge: EdgeId) -> bool {
        self.plan.steps.iter().any(|step| match step {
            Step::Section(_, End::FeedOrdered(_, _, output)) => *output == edge,
            _ => false,
        })
    }

    fn split(&mut self, id: ChainId, node: NodeId, piece: Piece) {
        let streams = self.graph.chain(id).streams.clone();
        let edges: Vec<EdgeId> = streams.iter().map(|_| self.edge()).collect();
        self.plan
            .steps
            .push(Step::Section(piece, End::Split(node, edges.clone())));
        for (stream, edge) in streams.into_iter().zip(edges) {
            self.behind_edge[stream.0] = Some(edge);
            let piece = Piece {
                start: Start::Edge(edge, node),
                ops: Vec::new(),
            };
            self.plan.steps.push(Step::Bind(stream, piece));
        }
    }

    /// A stage that stops waiting stands at the receiving end of an edge.
    fn at_edge(&mut self, node: NodeId, mut piece: Piece) -> Piece {
        if self.edge_of(&piece.start).is_none() || !piece.ops.is_empty() {
            let edge = self.edge();
            self.plan
                .steps
                .push(Step::Section(piece, End::Deliver(node, edge)));
            piece = Piece {
                start: Start::Edge(edge, node),
                ops: Vec::new(),
            };
        }
        piece.ops.push(Op::AtEdge(node));
        piece
    }
}

/// The `?`s of a stage that is a boundary, for what comes behind it.
fn fails(graph: &Graph<'_>, node: NodeId) -> Vec<Op> {
    if graph.stage(node).questions.is_empty() {
        Vec::new()
    } else {
        vec![Op::Fail(node)]
    }
}

/// Whether a `fan_out` keeps the order.
pub(crate) fn is_ordered(graph: &Graph<'_>, fan_out: NodeId) -> bool {
    options(graph.stage(fan_out))
        .iter()
        .any(|argument| argument.word().is_some_and(|w| w == "ordered"))
}

/// The key of a `fan_out(n, by = key)`.
pub(crate) fn key(fan_out: &Stage) -> Option<&Argument> {
    option(fan_out, "by")
}

/// An option that has a value.
pub(crate) fn option<'s>(stage: &'s Stage, name: &str) -> Option<&'s Argument> {
    let named = |argument: &&Argument| argument.name.as_ref().is_some_and(|word| word == name);
    options(stage).into_iter().find(named)
}

/// The arguments of a stage that are options.
pub(crate) fn options(stage: &Stage) -> Vec<&Argument> {
    let (Some(entry), Some(arguments)) = (stage.entry, &stage.arguments) else {
        return Vec::new();
    };
    let list = arguments.list.iter().flatten();
    list.filter(|argument| is_option(argument, entry)).collect()
}

/// Whether an argument is an option of this stage.
pub(crate) fn is_option(argument: &Argument, entry: &Entry) -> bool {
    let word = argument.name.as_ref().or_else(|| argument.word());
    word.is_some_and(|word| entry.options.iter().any(|option| word == option.name))
}

/// Whether a stage stands at the receiving end of an edge, because it can stop waiting.
pub(crate) fn stands_at_edge(stage: &Stage) -> bool {
    let Some(entry) = stage.entry else {
        return false;
    };
    match entry.at_edge {
        AtEdge::Never => false,
        AtEdge::Always => true,
        AtEdge::WithTime => {
            let list = stage
                .arguments
                .as_ref()
                .and_then(|arguments| arguments.list.as_ref());
            let given = list
                .into_iter()
                .flatten()
                .filter(|argument| !is_option(argument, entry));
            let takes = entry.arguments.iter().take(given.count());
            takes
                .into_iter()
                .any(|argument| argument.role == Role::Time)
        }
    }
}
