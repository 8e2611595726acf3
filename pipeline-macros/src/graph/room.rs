//! How far one side of a split may run ahead of another before a waiting join has both.

use super::laws::{Law, bound, law};
use super::segments::{From, SegmentId, Segments, To};
use super::{Graph, NodeId, options};
use crate::stages::Kind;

/// What the stages of a side add up to.
pub(super) struct Side {
    /// So many items of the split for one at the join.
    pub(super) rate: u64,
    /// So many items of the split before the first one at the join.
    pub(super) lag: u64,
    /// The last stage that lags, and the last that gathers.
    pub(super) lags: Option<NodeId>,
    pub(super) gathers: Option<NodeId>,
    /// Where it begins: its place among the streams of the split.
    pub(super) top: Option<usize>,
    /// So many items of the split fit into its edges.
    holds: u64,
}

impl Side {
    /// A side by its segments, from the split on.
    pub(super) fn of(graph: &Graph<'_>, segments: &Segments, side: &[SegmentId]) -> Self {
        let mut sum = Self {
            rate: 1,
            lag: 0,
            lags: None,
            gathers: None,
            top: side.first().map(|SegmentId(top)| *top),
            holds: 0,
        };
        for id in side {
            let segment = segments.get(*id);
            let plain_buffer = |node: NodeId| {
                graph.is(node, Kind::Buffer) && options(graph.stage(node)).is_empty()
            };
            let first = segment.nodes.first().copied();
            // The edge out of the split, unless a `buffer` sets its bound. Without one it holds at least one item.
            if matches!(segment.from, From::Split(_)) && !first.is_some_and(plain_buffer) {
                sum.holds(1);
            }
            for node in segment.nodes.iter().copied() {
                sum.stage(graph, node);
                if plain_buffer(node) {
                    sum.holds(bound(graph, node).unwrap_or(1));
                }
            }
            // The edge into a join, unless it is one of those.
            let last = segment.nodes.last().copied();
            let is_edge = last.is_some_and(|last| !plain_buffer(last));
            if matches!(segment.to, To::Join(..)) && is_edge {
                sum.holds(1);
            }
        }
        sum
    }

    /// How many items of the split it takes, at the least, while the join reads nothing from it. A stage that gathers may
    /// be all but done with its next item on the other side, and only begin it on this one.
    pub(super) fn room(&self) -> u64 {
        self.holds.saturating_sub(self.rate - 1)
    }

    fn stage(&mut self, graph: &Graph<'_>, node: NodeId) {
        match law(graph, node) {
            Law::Gathers(n) => {
                self.rate = self.rate.saturating_mul(n.max(1));
                self.gathers = Some(node);
            }
            Law::Lags(n) if n > 0 => {
                self.lag = self.lag.saturating_add(n.saturating_mul(self.rate));
                self.lags = Some(node);
            }
            _ => {}
        }
    }

    fn holds(&mut self, items: u64) {
        self.holds = self.holds.saturating_add(items.saturating_mul(self.rate));
    }
}
