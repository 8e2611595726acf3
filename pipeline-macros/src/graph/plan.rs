//! Graph to sections and edges, in source order: what is fused, what changes thread, and what runs where.
//!
//! Nothing here knows of threads as such; a back end decides what a section is.

use super::section::{Close, Edge, End, Input, Join, Op, Piece, Plan, Start, Step};
use super::{
    ChainId, EdgeId, Graph, NodeId, RegionId, Target, is_ordered, key, options, stands_at_edge,
};
use crate::stages::{Entry, Kind};
use crate::syntax::Head;

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
        let ordered = is_ordered(graph, region.open);
        let keyed = key(graph.stage(region.open)).is_some();
        let shared = self.shared_edge(&feeding).filter(|_| !ordered && !keyed);
        let edge = shared.unwrap_or_else(|| self.edge());
        let input = match feeding.start {
            Start::Stream(_, chain, place) if shared.is_some() => Input::Stream(chain, place),
            _ => Input::Edge(edge),
        };
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
        let output = close
            .filter(|close| !graph.is_sink(*close))
            .map(|close| (close, self.edge()));
        if shared.is_none() {
            let end = match output {
                Some((_, output)) if ordered => End::FeedOrdered(region.open, edge, output),
                _ if keyed => End::FeedKeyed(region.open, edge),
                _ => End::Feed(region.open, edge),
            };
            self.plan.steps.push(Step::Section(feeding, end));
        }
        let close = match (output, close) {
            (Some((close, output)), _) => Close::FanIn(close, output),
            (None, Some(sink)) => Close::Sink(sink),
            (None, None) => Close::NotYet,
        };
        self.plan.steps.push(Step::Region {
            region: id,
            input,
            ops,
            close,
        });
        output.map(|(close, output)| self.behind(output, close))
    }

    /// The edge that the workers of a region can share without a section in between: the piece in front is the bare end of
    /// one that a single section feeds. (From several to several an edge has no ring.)
    fn shared_edge(&self, feeding: &Piece) -> Option<EdgeId> {
        let edge = self
            .edge_of(&feeding.start)
            .filter(|_| feeding.ops.is_empty())?;
        let feeds = |step: &&Step| match step {
            Step::Section(_, End::Feed(_, fed)) | Step::Generate(_, fed) => *fed == edge,
            Step::Section(_, End::Split(_, fed)) => fed.contains(&edge),
            _ => false,
        };
        let feeders = self.plan.steps.iter().filter(feeds).count();
        (feeders == 1).then_some(edge)
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
