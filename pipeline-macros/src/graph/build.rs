//! Tree to graph: numbers the stages, resolves the names, finds the regions.

use super::resolve::Scope;
use super::{Chain, ChainId, Graph, Node, NodeId, Region, RegionId, Stream, StreamId, Target, Use};
use crate::stages::Kind;
use crate::syntax::{self, Binding, Gives, Head, Pipeline, Tail};
use proc_macro2::Ident;

/// Builds the graph of a pipeline.
pub(crate) fn build(syntax: &Pipeline) -> Graph<'_> {
    let bindings = syntax
        .statements
        .iter()
        .filter_map(|statement| statement.binding.as_ref());
    let mut builder = Builder {
        scope: Scope::new(bindings.flat_map(|binding| binding.pattern.names())),
        graph: Graph {
            nodes: Vec::new(),
            chains: Vec::new(),
            streams: Vec::new(),
            regions: Vec::new(),
            streams_as_values: Vec::new(),
            input: None,
            error_type: syntax.error.is_some(),
        },
    };
    if let Some(input) = &syntax.input {
        builder.input(&input.name);
    }
    for statement in &syntax.statements {
        builder.chain(&statement.chain, statement.binding.as_ref(), false);
    }
    match &syntax.tail {
        Tail::None => {}
        Tail::Chain(chain) => builder.chain(chain, None, true),
        Tail::Expression(tokens) => {
            builder.graph.streams_as_values = builder.scope.streams_in(tokens);
        }
    }
    builder.graph
}

struct Builder<'s> {
    graph: Graph<'s>,
    scope: Scope<'s>,
}

impl<'s> Builder<'s> {
    /// The stream that an open pipeline is given.
    fn input(&mut self, name: &'s Ident) {
        let id = StreamId(self.graph.streams.len());
        self.graph.streams.push(Stream {
            name,
            consumers: Vec::new(),
        });
        self.scope.stream(name, id);
        self.graph.input = Some(id);
    }

    fn chain(&mut self, chain: &'s syntax::Chain, binding: Option<&'s Binding>, is_tail: bool) {
        let id = ChainId(self.graph.chains.len());
        let uses = match &chain.head {
            Head::Stage => Vec::new(),
            Head::Stream(name) => vec![self.use_of(name, binding)],
            Head::Streams(_, names) => {
                let uses = names.iter().map(|name| self.use_of(name, binding));
                uses.collect()
            }
        };
        let start = self.graph.nodes.len();
        self.nodes(id, &chain.stages);
        let mut graph_chain = Chain {
            binding,
            head: &chain.head,
            uses,
            nodes: start..self.graph.nodes.len(),
            is_tail,
            streams: Vec::new(),
        };
        if let Some(binding) = binding {
            graph_chain.streams = self.declare(binding, chain.gives());
        }
        self.graph.chains.push(graph_chain);
    }

    fn use_of(&mut self, name: &'s Ident, binding: Option<&Binding>) -> Use<'s> {
        let declares = binding.map_or(0, |binding| binding.pattern.names().len());
        let is_free = |StreamId(id): StreamId| self.graph.streams[id].consumers.is_empty();
        let target = self.scope.find(name, declares, is_free);
        if let Target::Stream(StreamId(id)) = target {
            self.graph.streams[id].consumers.push(name);
        }
        Use { name, target }
    }

    fn declare(&mut self, binding: &'s Binding, gives: Gives) -> Vec<StreamId> {
        let mut streams = Vec::new();
        for name in binding.pattern.names() {
            match gives {
                Gives::Result => self.scope.declare(name, Target::Result),
                Gives::Unknown => self.scope.declare(name, Target::Mistaken),
                Gives::Streams => {
                    let id = StreamId(self.graph.streams.len());
                    self.graph.streams.push(Stream {
                        name,
                        consumers: Vec::new(),
                    });
                    self.scope.stream(name, id);
                    streams.push(id);
                }
            }
        }
        streams
    }

    /// Numbers the stages of a chain. A region is open from its `fan_out` to the next `fan_in`, or to a sink that none
    /// follows; a second `fan_out` inside closes nothing (and is refused).
    fn nodes(&mut self, chain: ChainId, stages: &'s [syntax::Stage]) {
        let mut open: Option<RegionId> = None;
        for (place, stage) in stages.iter().enumerate() {
            let id = NodeId(self.graph.nodes.len());
            let kind = stage.entry.map(|entry| entry.kind);
            let closes = match kind {
                Some(Kind::FanIn) => true,
                Some(Kind::Sink) => place + 1 == stages.len(),
                _ => false,
            };
            // The sink that ends a region is run by its workers; a `fan_in` stands behind them.
            let inside = open.filter(|_| kind != Some(Kind::FanIn));
            self.graph.nodes.push(Node {
                stage,
                chain,
                region: inside,
            });
            if let Some(RegionId(region)) = open {
                let region = &mut self.graph.regions[region];
                if kind != Some(Kind::FanIn) {
                    region.inner.end = id.0 + 1;
                }
                if closes {
                    region.close = Some(id);
                    open = None;
                }
            }
            if kind == Some(Kind::FanOut) && open.is_none() {
                open = Some(RegionId(self.graph.regions.len()));
                self.graph.regions.push(Region {
                    open: id,
                    inner: id.0 + 1..id.0 + 1,
                    close: None,
                });
            }
        }
    }
}
