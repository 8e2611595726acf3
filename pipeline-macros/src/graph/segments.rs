//! The graph as the waiting checks see it: segments between the places where streams part and meet.
//!
//! A segment runs from a source, a branch of a split, or the output of a join, to the next split, join, sink or tail; the
//! names on its way do not matter.

use super::{ChainId, Graph, NodeId, StreamId, Target};
use crate::stages::Kind;

/// A segment, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SegmentId(pub(crate) usize);

#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) from: From,
    /// The stages on it, in order, without those at its ends.
    pub(crate) nodes: Vec<NodeId>,
    pub(crate) to: To,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Source,
    Split(NodeId),
    Join(NodeId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum To {
    Split(NodeId),
    /// A join, and which of its inputs.
    Join(NodeId, usize),
    End,
}

/// All segments of a graph.
#[derive(Debug)]
pub(crate) struct Segments(pub(crate) Vec<Segment>);

impl Segments {
    pub(crate) fn of(graph: &Graph<'_>) -> Self {
        let mut segments = Vec::new();
        for id in graph.chain_ids() {
            let chain = graph.chain(id);
            let first = chain.first();
            let joins = chain.uses.len() > 1;
            // Where segments begin: at sources, behind joins, and at the branches of splits.
            if chain.uses.is_empty() {
                segments.push(walk(graph, From::Source, id, 0));
            } else if let (true, Some(join)) = (joins, first) {
                segments.push(walk(graph, From::Join(join), id, 1));
            }
            if let Some(split) = chain.last().filter(|last| graph.is_split(*last)) {
                for stream in &chain.streams {
                    segments.push(from_stream(graph, From::Split(split), *stream, Vec::new()));
                }
            }
        }
        Self(segments)
    }

    pub(crate) fn get(&self, SegmentId(id): SegmentId) -> &Segment {
        &self.0[id]
    }

    /// The segment that is this input of a join.
    pub(crate) fn input(&self, join: NodeId, place: usize) -> Option<SegmentId> {
        self.0
            .iter()
            .position(|segment| segment.to == To::Join(join, place))
            .map(SegmentId)
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = SegmentId> + use<> {
        (0..self.0.len()).map(SegmentId)
    }
}

/// Goes along a chain from one of its stages on.
fn walk(graph: &Graph<'_>, from: From, id: ChainId, skip: usize) -> Segment {
    on(graph, from, id, skip, Vec::new())
}

fn on(graph: &Graph<'_>, from: From, id: ChainId, skip: usize, mut nodes: Vec<NodeId>) -> Segment {
    let chain = graph.chain(id);
    for node in chain.node_ids().skip(skip) {
        if graph.is_split(node) {
            return Segment {
                from,
                nodes,
                to: To::Split(node),
            };
        }
        let in_region = graph.node(node).region.is_some();
        if graph.is(node, Kind::Sink) && !(in_region && Some(node) != chain.last()) {
            return Segment {
                from,
                nodes,
                to: To::End,
            };
        }
        nodes.push(node);
    }
    match chain.streams[..] {
        [stream] => from_stream(graph, from, stream, nodes),
        _ => Segment {
            from,
            nodes,
            to: To::End,
        },
    }
}

/// Goes along a named stream into the chain that consumes it.
fn from_stream(graph: &Graph<'_>, from: From, stream: StreamId, nodes: Vec<NodeId>) -> Segment {
    let consumer = graph.chain_ids().find_map(|id| {
        let uses = &graph.chain(id).uses;
        let place = uses
            .iter()
            .position(|used| used.target == Target::Stream(stream))?;
        Some((id, place))
    });
    let Some((id, place)) = consumer else {
        return Segment {
            from,
            nodes,
            to: To::End,
        };
    };
    match graph.chain(id).first() {
        Some(join) if graph.chain(id).uses.len() > 1 => Segment {
            from,
            nodes,
            to: To::Join(join, place),
        },
        _ => on(graph, from, id, 0, nodes),
    }
}
