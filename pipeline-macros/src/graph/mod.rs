//! The graph: stages, streams, results and regions by number, each with the syntax it came from.
//!
//! In: the tree. Out: the graph, and (once it is checked) the plan of its sections and edges. Neither fails: what does not
//! fit is a fact of the graph, for the checks to report.

mod build;
mod endless;
mod laws;
mod options;
mod plan;
mod resolve;
mod room;
mod section;
mod segments;
mod waiting;
mod walks;

pub(crate) use build::build;
pub(crate) use laws::{claims_one_to_one, rate};
pub(crate) use options::{is_option, is_ordered, key, option, options, stands_at_edge};
pub(crate) use plan::plan;
pub(crate) use section::{Close, End, Input, Op, Piece, Plan, Start, Step};
pub(crate) use waiting::{Refusal, Verdict, waiting};
pub(crate) use walks::Circle;

use crate::stages::{Entry, Kind};
use crate::syntax::{Binding, Head, Stage};
use proc_macro2::{Ident, Span};
use std::ops::Range;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(pub(crate) usize);
    )*};
}

ids! {
    /// A stage, in source order.
    NodeId
    /// A chain: a statement's, or the tail.
    ChainId
    /// A named stream.
    StreamId
    /// What stands between a `fan_out` and what closes it.
    RegionId
    /// What joins two sections.
    EdgeId
}

#[derive(Debug)]
pub(crate) struct Graph<'s> {
    pub(crate) nodes: Vec<Node<'s>>,
    pub(crate) chains: Vec<Chain<'s>>,
    pub(crate) streams: Vec<Stream<'s>>,
    pub(crate) regions: Vec<Region>,
    /// Streams that the tail expression names as if they were values.
    pub(crate) streams_as_values: Vec<Ident>,
    /// The stream that an open pipeline is given.
    pub(crate) input: Option<StreamId>,
    /// Whether it declares the type of its error.
    pub(crate) error_type: bool,
}

#[derive(Debug)]
pub(crate) struct Node<'s> {
    pub(crate) stage: &'s Stage,
    pub(crate) chain: ChainId,
    /// The region it stands in; what opens and closes one stands outside.
    pub(crate) region: Option<RegionId>,
}

#[derive(Debug)]
pub(crate) struct Chain<'s> {
    pub(crate) binding: Option<&'s Binding>,
    pub(crate) head: &'s Head,
    pub(crate) uses: Vec<Use<'s>>,
    pub(crate) nodes: Range<usize>,
    pub(crate) is_tail: bool,
    /// The streams that the binding names, where the chain gives streams.
    pub(crate) streams: Vec<StreamId>,
}

/// A stream that a chain begins with.
#[derive(Debug)]
pub(crate) struct Use<'s> {
    pub(crate) name: &'s Ident,
    pub(crate) target: Target<'s>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'s> {
    Stream(StreamId),
    Result,
    /// Declared further down.
    Later,
    /// Declared by a chain with a mistake after which nobody knows what it gives.
    Mistaken,
    /// Not declared; a stream with a similar name may be.
    Unknown(Option<&'s Ident>),
}

#[derive(Debug)]
pub(crate) struct Stream<'s> {
    pub(crate) name: &'s Ident,
    pub(crate) consumers: Vec<&'s Ident>,
}

#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) open: NodeId,
    pub(crate) inner: Range<usize>,
    /// The `fan_in` or the sink that ends it.
    pub(crate) close: Option<NodeId>,
}

impl<'s> Graph<'s> {
    pub(crate) fn node(&self, id: NodeId) -> &Node<'s> {
        &self.nodes[id.0]
    }

    pub(crate) fn stage(&self, id: NodeId) -> &'s Stage {
        self.nodes[id.0].stage
    }

    pub(crate) fn entry(&self, id: NodeId) -> Option<&'static Entry> {
        self.nodes[id.0].stage.entry
    }

    pub(crate) fn chain(&self, id: ChainId) -> &Chain<'s> {
        &self.chains[id.0]
    }

    pub(crate) fn is(&self, id: NodeId, kind: Kind) -> bool {
        self.entry(id).is_some_and(|entry| entry.kind == kind)
    }

    pub(crate) fn is_sink(&self, id: NodeId) -> bool {
        self.is(id, Kind::Sink)
    }

    pub(crate) fn is_split(&self, id: NodeId) -> bool {
        self.entry(id).is_some_and(|entry| entry.splits().is_some())
    }

    /// The region that this node closes.
    pub(crate) fn closes(&self, id: NodeId) -> Option<RegionId> {
        self.regions
            .iter()
            .position(|region| region.close == Some(id))
            .map(RegionId)
    }

    /// The region that this node opens.
    pub(crate) fn opens(&self, id: NodeId) -> Option<RegionId> {
        self.regions
            .iter()
            .position(|region| region.open == id)
            .map(RegionId)
    }

    pub(crate) fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.0]
    }

    pub(crate) fn chain_ids(&self) -> impl Iterator<Item = ChainId> + use<> {
        (0..self.chains.len()).map(ChainId)
    }
}

impl Chain<'_> {
    pub(crate) fn node_ids(&self) -> impl DoubleEndedIterator<Item = NodeId> + use<> {
        self.nodes.clone().map(NodeId)
    }

    pub(crate) fn first(&self) -> Option<NodeId> {
        self.node_ids().next()
    }

    pub(crate) fn last(&self) -> Option<NodeId> {
        self.node_ids().next_back()
    }

    /// Its first and last token.
    pub(crate) fn span(&self, graph: &Graph<'_>) -> (Span, Span) {
        let start = match self.head {
            Head::Stream(name) => Some(name.span()),
            Head::Streams(group, _) => Some(group.span_open()),
            Head::Stage => self.first().map(|node| graph.stage(node).span().0),
        };
        let end = self.last().map(|node| graph.stage(node).span().1);
        let start = start.or(end).unwrap_or_else(Span::call_site);
        (start, end.unwrap_or(start))
    }
}
