//! What a plan consists of: sections, the edges between them, and what is fused.

use super::{ChainId, EdgeId, NodeId, RegionId, StreamId};

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

/// What a join or the workers of a region read: a named stream, where it is the end of an edge, or an edge that is fed for them.
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
        input: Input,
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
