//! One statement an edge and a section, in source order: so every item type is known before the closure that uses it.

use super::names::{self, Names, at};
use super::values::Values;
use crate::graph::{
    Close, EdgeId, End, Graph, Input, NodeId, Op, Piece, Plan, Start, Step, StreamId, key, options,
};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

pub(super) struct Sections<'e, 's> {
    pub(super) graph: &'e Graph<'s>,
    pub(super) plan: &'e Plan,
    pub(super) names: &'e Names<'e>,
    pub(super) arguments: &'e Values,
}

impl Sections<'_, '_> {
    pub(super) fn body(&self) -> TokenStream {
        let here = self.here();
        let steps = self.plan.steps.iter().enumerate();
        steps
            .map(|(place, step)| self.step(step, Some(place) == here))
            .collect()
    }

    /// A name alone that is no stream (yet): an editor is to offer the sources there.
    pub(super) fn lone_names(&self) -> TokenStream {
        let chains = self
            .graph
            .chains
            .iter()
            .filter(|chain| chain.nodes.is_empty());
        let names = chains.flat_map(|chain| &chain.uses);
        let unknown = names.filter(|used| !matches!(used.target, crate::graph::Target::Stream(_)));
        unknown
            .map(|used| {
                let (name, span) = (used.name, at(used.name.span()));
                let sources = names::helper(span, &quote_spanned!(span=> source));
                quote_spanned!(span=> { use #sources::*; #name };)
            })
            .collect()
    }

    /// Whether the tail is a chain with a sink: its value goes straight into the result.
    pub(super) fn tail_is_sink(&self) -> bool {
        let tail = self.graph.chains.last().filter(|chain| chain.is_tail);
        tail.and_then(crate::graph::Chain::last)
            .is_some_and(|last| self.graph.is_sink(last))
    }

    /// The section that runs on the caller's thread: the one of the sink declared last, or of the tail.
    fn here(&self) -> Option<usize> {
        self.plan.steps.iter().rposition(|step| {
            matches!(
                step,
                Step::Section(_, End::Sink(_) | End::Tail)
                    | Step::Region {
                        close: Close::Sink(_),
                        ..
                    }
            )
        })
    }

    fn step(&self, step: &Step, here: bool) -> TokenStream {
        match step {
            Step::Bind(stream, piece) => self.bind(*stream, piece),
            Step::Generate(node, edge) => self.generate(*node, *edge),
            Step::Section(piece, end) => self.section(piece, end, here),
            Step::Region {
                region,
                input,
                ops,
                close,
            } => self.region(*region, *input, ops, *close, here),
        }
    }

    /// `let rows = ..;` under the user's own name.
    fn bind(&self, StreamId(stream): StreamId, piece: &Piece) -> TokenStream {
        let name = self.graph.streams[stream].name;
        let span = at(name.span());
        match piece {
            Piece {
                start: Start::Edge(edge, _),
                ops,
            } if ops.is_empty() => {
                let rx = self.names.receiver(span, *edge);
                quote_spanned!(span=> let #name = #rx;)
            }
            Piece {
                start: Start::Stream(_, chain, place),
                ops,
            } if ops.is_empty() => {
                let other = self.graph.chain(*chain).uses[*place].name;
                quote_spanned!(span=> let #name = #other;)
            }
            piece => {
                let scope = self.names.scope(span);
                let (chain, span) = self.piece(piece);
                quote_spanned!(span=> let #name = #scope.stream(|| #chain);)
            }
        }
    }

    fn section(&self, piece: &Piece, end: &End, here: bool) -> TokenStream {
        let (chain, span) = self.piece(piece);
        let scope = self.names.scope(span);
        let thread = self.thread_name(piece);
        match end {
            End::Feed(node, edge) => {
                // Several sections may feed the same edge; it is made for the first of them.
                let (made, tx) = self.feed_edge(piece, *node, *edge);
                let (word, at_word) = self.word(*node);
                quote_spanned! {at_word=>
                    #made
                    #scope.section(#thread, || #chain.#word(#tx));
                }
            }
            End::Deliver(node, edge) => {
                let (_, at_word) = self.word(*node);
                let (made, tx) = self.feed_edge(piece, *node, *edge);
                quote_spanned!(at_word=> #made #scope.section(#thread, || #chain.deliver(#tx));)
            }
            End::FeedKeyed(node, input) => {
                let (word, at_word) = self.word(*node);
                let tx = self.names.sender(at_word, *input);
                let lanes = self.names.receiver(at_word, *input);
                let workers = self.workers(*node);
                let by = key(self.graph.stage(*node)).map(crate::syntax::Argument::stream);
                quote_spanned! {at_word=>
                    let (#tx, #lanes) = #scope.keyed(&#workers);
                    #scope.section(#thread, || #chain.keyed().#word(#tx, #by));
                }
            }
            End::FeedOrdered(node, input, output) => {
                let (word, at_word) = self.word(*node);
                let tx = self.names.sender(at_word, *input);
                let lanes = self.names.receiver(at_word, *input);
                let rx = self.names.receiver(at_word, *output);
                let workers = self.workers(*node);
                quote_spanned! {at_word=>
                    let (#tx, #lanes, #rx) = #scope.ordered(&#workers);
                    #scope.section(#thread, || #chain.#word(#tx));
                }
            }
            End::Split(node, edges) => self.split(&chain, &thread, *node, edges),
            End::Sink(node) => {
                let sink = self.stage(*node);
                let result = self.names.result(span, self.graph.node(*node).chain.0);
                let call = if here {
                    quote_spanned!(span=> #scope.here(|| #chain #sink))
                } else {
                    quote_spanned!(span=> #scope.sink(#thread, || #chain #sink))
                };
                self.keep(*node, &result, &call)
            }
            End::Tail => {
                let out = self.names.out(span);
                quote_spanned!(span=> #scope.feed_here(|| #chain.deliver(#out));)
            }
        }
    }

    /// A closure that pushes, on a thread of its own.
    fn generate(&self, node: NodeId, edge: EdgeId) -> TokenStream {
        let stage = self.graph.stage(node);
        let (name, span) = self.word(node);
        let (scope, run) = (self.names.scope(span), self.names.run(span));
        let (tx, made) = (self.names.sender(span, edge), self.edge(span, edge));
        let (turbofish, word) = (&stage.turbofish, &stage.word);
        let arguments = stage.arguments.as_ref().map(|arguments| &arguments.group);
        let source = names::helper(
            span,
            &quote_spanned!(span=> source::#name #turbofish #arguments),
        );
        let fed = match stage.questions.first() {
            None => quote_spanned!(span=> .feed(#run, #tx)),
            Some(question) => quote_spanned!(*question=> .or_fail(#run, #tx, #word)),
        };
        quote_spanned!(span=> #made #scope.section(#word, || #source #fed);)
    }

    /// Gives a result its name, unless it is the tail's.
    pub(super) fn keep(
        &self,
        sink: NodeId,
        result: &proc_macro2::Ident,
        call: &TokenStream,
    ) -> TokenStream {
        let chain = self.graph.chain(self.graph.node(sink).chain);
        let span = result.span();
        if chain.is_tail {
            return call.clone();
        }
        let Some(binding) = chain.binding else {
            return quote_spanned!(span=> #call.unnamed(););
        };
        // Inside of stages a result's name means nothing, also where a variable of that name exists.
        let hidden = binding
            .pattern
            .names()
            .iter()
            .filter(|name| *name != "_")
            .map(|name| {
                let mut name = (*name).clone();
                name.set_span(at(name.span()));
                let tail_only = names::helper(span, &quote_spanned!(span=> OnlyInTheTail));
                quote_spanned!(span=> #[allow(unused_variables, clippy::no_effect_underscore_binding)]
                    let #name = #tail_only;)
            });
        quote_spanned!(span=> let #result = #call; #(#hidden)*)
    }

    /// The edge of a feeding section, made where it is fed first, and its sending end.
    fn feed_edge(&self, piece: &Piece, node: NodeId, edge: EdgeId) -> (TokenStream, TokenStream) {
        let (_, span) = self.word(node);
        let tx = self.names.sender(span, edge);
        let feeders: Vec<&Piece> = self
            .plan
            .steps
            .iter()
            .filter_map(|step| feeds(step, edge))
            .collect();
        let is = |other: Option<&&Piece>| other.is_some_and(|other| std::ptr::eq(*other, piece));
        let made = if is(feeders.first()) {
            self.edge(span, edge)
        } else {
            TokenStream::new()
        };
        let tx = if is(feeders.last()) {
            quote!(#tx)
        } else {
            quote_spanned!(span=> #tx.another())
        };
        if is(feeders.last()) {
            return (made, tx);
        }
        // A clone of its own for the section to take.
        let own = self.names.clone_of_sender(span);
        (quote_spanned!(span=> #made let #own = #tx;), quote!(#own))
    }

    pub(super) fn edge(&self, span: Span, edge: EdgeId) -> TokenStream {
        let (scope, tx, rx) = (
            self.names.scope(span),
            self.names.sender(span, edge),
            self.names.receiver(span, edge),
        );
        let buffer = self.plan.edges[edge.0].bound;
        match buffer.and_then(|buffer| self.arguments.find(buffer, 0)) {
            Some(bound) => {
                let policy =
                    buffer.and_then(|buffer| options(self.graph.stage(buffer)).first().copied());
                let policy = policy
                    .and_then(|policy| policy.word())
                    .map(|policy| quote_spanned!(span=> let #tx = #tx.#policy(&#rx);));
                quote_spanned!(span=> let (#tx, #rx) = #scope.edge_of(&#bound); #policy)
            }
            None => quote_spanned!(span=> let (#tx, #rx) = #scope.edge();),
        }
    }

    fn split(
        &self,
        chain: &TokenStream,
        thread: &str,
        node: NodeId,
        edges: &[EdgeId],
    ) -> TokenStream {
        let (word, span) = self.word(node);
        let scope = self.names.scope(span);
        let made = edges.iter().map(|edge| self.edge(span, *edge));
        let txs: Vec<_> = edges
            .iter()
            .map(|edge| self.names.sender(span, *edge))
            .collect();
        let stage = self.graph.stage(node);
        let arguments = stage
            .arguments
            .as_ref()
            .map(|arguments| arguments.group.stream());
        let arguments = arguments
            .filter(|tokens| !tokens.is_empty())
            .map(|tokens| quote!(#tokens,));
        // Branches of one type are an array, of several a tuple.
        let streams = self
            .graph
            .entry(node)
            .and_then(crate::stages::Entry::splits);
        let outs = if streams == Some(crate::stages::Streams::AsNamed) {
            quote_spanned!(span=> [#(#txs),*])
        } else {
            quote_spanned!(span=> (#(#txs),*))
        };
        quote_spanned! {span=>
            #(#made)*
            #scope.section(#thread, || #chain.#word(#arguments #outs));
        }
    }

    /// The receiving end that a join or workers read.
    pub(super) fn reads(&self, span: Span, input: Input) -> proc_macro2::Ident {
        match input {
            Input::Stream(chain, place) => self.graph.chain(chain).uses[place].name.clone(),
            Input::Edge(edge) => self.names.receiver(span, edge),
        }
    }

    pub(super) fn workers(&self, fan_out: NodeId) -> TokenStream {
        let list = self
            .graph
            .stage(fan_out)
            .arguments
            .as_ref()
            .and_then(|a| a.list.as_ref());
        let places = (0..list.map_or(0, Vec::len)).chain([usize::MAX]);
        let name = places
            .into_iter()
            .find_map(|place| self.arguments.find(fan_out, place));
        quote!(#name)
    }

    pub(super) fn word(&self, node: NodeId) -> (proc_macro2::Ident, Span) {
        let name = &self.graph.stage(node).name;
        (name.clone(), at(name.span()))
    }

    /// A thread is named after the first stage that does work on it.
    fn thread_name(&self, piece: &Piece) -> String {
        let stage = piece.ops.iter().find_map(|op| match op {
            Op::Stage(node) | Op::AtEdge(node) => Some(*node),
            Op::Fail(_) => None,
        });
        let named = |node: NodeId| self.graph.stage(node).word.clone();
        match (stage, piece.start) {
            (Some(node), _)
            | (None, Start::Source(node) | Start::Join(node) | Start::Edge(_, node)) => named(node),
            (None, Start::Stream(StreamId(stream), ..)) => {
                self.graph.streams[stream].name.to_string()
            }
        }
    }
}

/// The piece that feeds this edge in a step.
fn feeds(step: &Step, edge: EdgeId) -> Option<&Piece> {
    match step {
        Step::Section(piece, End::Feed(_, fed) | End::Deliver(_, fed)) if *fed == edge => {
            Some(piece)
        }
        _ => None,
    }
}
