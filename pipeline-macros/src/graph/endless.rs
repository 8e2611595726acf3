//! Which streams never end by themselves.

use super::{Chain, Graph, NodeId, StreamId, Target};
use crate::stages::Rate;
use crate::syntax::Head;

impl Graph<'_> {
    /// The source that keeps a chain from ending, as far as the macro can see.
    pub(crate) fn endless_source(&self, chain: &Chain<'_>) -> Option<NodeId> {
        let mut source = self.endless_head(chain);
        for node in chain.node_ids() {
            match self.entry(node) {
                // What the macro cannot see into may end the stream.
                None => source = None,
                Some(entry) if entry.is_source() => source = entry.endless.then_some(node),
                Some(entry) if entry.is_join() || entry.is_sink() => {}
                Some(entry) if entry.ends_early || entry.rate == Rate::Unknown => source = None,
                Some(_) => {}
            }
        }
        source
    }

    /// Which inputs of a join never end, a bit each.
    pub(crate) fn endless_inputs(&self, join: NodeId) -> u8 {
        let chain = self.chain(self.node(join).chain);
        let endless = chain
            .uses
            .iter()
            .enumerate()
            .filter(|(_, used)| self.is_endless(used.target));
        endless.fold(0, |bits, (place, _)| {
            bits | 1_u8
                .checked_shl(u32::try_from(place).unwrap_or(8))
                .unwrap_or(0)
        })
    }

    fn endless_head(&self, chain: &Chain<'_>) -> Option<NodeId> {
        let sources = || {
            chain
                .uses
                .iter()
                .map(|used| self.endless_stream(used.target))
        };
        match chain.head {
            Head::Stage => None,
            Head::Stream(_) => sources().next().flatten(),
            Head::Streams(..) => {
                let one_is_enough = chain.first().is_some_and(|join| {
                    self.entry(join)
                        .is_some_and(|entry| entry.reads.ends_beside_endless())
                });
                if one_is_enough {
                    // Ends when one does, or when all have that can.
                    sources()
                        .collect::<Option<Vec<_>>>()
                        .and_then(|all| all.first().copied())
                } else {
                    sources().flatten().next()
                }
            }
        }
    }

    fn is_endless(&self, target: Target<'_>) -> bool {
        self.endless_stream(target).is_some()
    }

    fn endless_stream(&self, target: Target<'_>) -> Option<NodeId> {
        let Target::Stream(stream) = target else {
            return None;
        };
        self.endless_source(self.chain_of(stream)?)
    }

    /// The chain that gives a stream.
    fn chain_of(&self, stream: StreamId) -> Option<&Chain<'_>> {
        self.chains
            .iter()
            .find(|chain| chain.streams.contains(&stream))
    }
}
