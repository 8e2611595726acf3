//! One chain of method calls: where it begins, and a call a stage.

use super::names::{self, at};
use super::sections::Sections;
use super::values::with_units;
use crate::graph::{NodeId, Op, Piece, Start, claims_one_to_one, is_option, option};
use crate::stages::{Failures, Kind, Rate, Reads, Role};
use crate::syntax::{Argument, Arguments, Stage, begins_a_stage, half_typed};
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

impl Sections<'_, '_> {
    /// A piece of a section, and the span of the word it begins with.
    pub(super) fn piece(&self, piece: &Piece) -> (TokenStream, Span) {
        let (mut tokens, span) = self.start(piece.start);
        for op in &piece.ops {
            tokens.extend(self.op(*op));
        }
        (tokens, span)
    }

    fn start(&self, start: Start) -> (TokenStream, Span) {
        let (value, span) = match start {
            Start::Join(node) => return self.join(node),
            Start::Source(node) => {
                let span = at(self.graph.stage(node).name.span());
                let source = self.arguments.find(node, 0);
                (quote!(#source), span)
            }
            Start::Edge(edge, node) => {
                let span = at(self.graph.stage(node).name.span());
                let rx = self.names.receiver(span, edge);
                (quote!(#rx), span)
            }
            Start::Stream(_, chain, place) => {
                let name = self.graph.chain(chain).uses[place].name;
                (quote!(#name), at(name.span()))
            }
        };
        let run = self.names.run(span);
        (quote_spanned!(span=> #value.flow(#run)), span)
    }

    /// Several edges, and the word that joins them.
    fn join(&self, node: NodeId) -> (TokenStream, Span) {
        let stage = self.graph.stage(node);
        let span = at(stage.name.span());
        let join = self.plan.joins.iter().find(|join| join.node == node);
        let inputs = join
            .into_iter()
            .flat_map(|join| &join.inputs)
            .map(|input| self.reads(span, *input));
        // Streams of one type are an array, of several a tuple.
        let inputs = if reads(stage).is_of_one_type() {
            quote_spanned!(span=> [#(#inputs),*])
        } else {
            quote_spanned!(span=> (#(#inputs),*))
        };
        let (run, joined) = (
            self.names.run(span),
            names::helper(span, &quote_spanned!(span=> join)),
        );
        let call = self.call(node);
        let at_end = option(stage, "at_end").map(|flush| {
            let (name, flush) = (&flush.name, flush.stream());
            quote_spanned!(span=> .#name(#flush))
        });
        // Only `select` would wait for them: the others end by their own rule.
        let selects = reads(stage) == Reads::EachItsOwn;
        let endless = self.graph.endless_inputs(node);
        let endless = (selects && endless != 0)
            .then(|| quote_spanned!(span=> .without_waiting_for(#endless)));
        (
            quote_spanned!(span=> #joined(#inputs, #run) #call #at_end #endless),
            span,
        )
    }

    pub(super) fn op(&self, op: Op) -> TokenStream {
        match op {
            Op::Stage(node) => self.stage(node),
            Op::AtEdge(node) => {
                let span = at(self.graph.stage(node).name.span());
                let call = self.call(node);
                let fails = self.fails(node, 0);
                quote_spanned!(span=>   .at_edge() #call #fails)
            }
            Op::Fail(node) => self.fails(node, 0),
        }
    }

    /// A fused stage, or a sink, with its `?`s.
    pub(super) fn stage(&self, node: NodeId) -> TokenStream {
        let stage = self.graph.stage(node);
        let span = at(stage.name.span());
        let call = self.call(node);
        let fails = self.fails(node, 0);
        let (claiming, claimed) = claim(stage, span);
        let Some(entry) = stage.entry else {
            return quote!(#claiming #call #claimed #fails);
        };
        let in_front = match stage.questions.first().map(|question| at(*question)) {
            // This sink's first `?` is its closure's.
            Some(question) if entry.closure_fails && entry.is_sink() => {
                quote_spanned!(question=> .trying())
            }
            // What comes out is not what went in: count what the stage is given, for the error.
            Some(question) if !entry.is_sink() && entry.rate != Rate::OneToOne => {
                quote_spanned!(question=> .counting())
            }
            _ => TokenStream::new(),
        };
        let behind = self
            .of_parts(node)
            .then(|| quote_spanned!(span=> .of_parts()));
        quote!(#claiming #in_front #call #claimed #fails #behind)
    }

    /// A `?` for each of the stage's from the `skip`th on.
    pub(super) fn fails(&self, node: NodeId, skip: usize) -> TokenStream {
        let stage = self.graph.stage(node);
        let word = &stage.word;
        let questions = stage.questions.iter().skip(skip);
        questions
            .map(|question| quote_spanned!(*question=> .or_fail(#word)))
            .collect()
    }

    /// `.name(arguments)`, under the user's own word.
    pub(super) fn call(&self, node: NodeId) -> TokenStream {
        let stage = self.graph.stage(node);
        let span = at(stage.name.span());
        let (name, turbofish) = (&stage.name, &stage.turbofish);
        let arguments = self.arguments(node, stage);
        if let Some(entry) = stage.entry {
            // Failures that would vanish are found by the compiler, which knows the types.
            let seen = (entry.failures == Failures::DropsItems)
                .then(|| quote_spanned!(span=> .failures_seen()));
            let spread = (entry.failures == Failures::DropsResults)
                .then(|| quote_spanned!(span=> .failures_spread()));
            return quote_spanned!(span=> #seen.#name #turbofish #arguments #spread);
        }
        let items = self.names.worker_input(span);
        if !stage.path.is_empty() {
            let path = &stage.path;
            let rest = stage
                .arguments
                .as_ref()
                .map(|arguments| with_units(self.names, own_arguments(arguments)));
            return quote_spanned!(span=> .own(|#items| { #path #name #turbofish (#items, #rest) }));
        }
        if begins_a_stage(&stage.word) {
            // Being typed: an editor is to offer our stages here.
            return quote_spanned!(span=> .#name #turbofish #arguments);
        }
        // A block: for a closure that only calls, a lint would ask for the function itself.
        quote_spanned!(span=> .own(|#items| { #items.#name #turbofish #arguments }))
    }

    /// The arguments as the runtime takes them: values by the name they travel under, functions as they are.
    fn arguments(&self, node: NodeId, stage: &Stage) -> TokenStream {
        let span = at(stage.name.span());
        let Some(arguments) = &stage.arguments else {
            let being_typed = half_typed(&stage.name.to_string());
            return if being_typed {
                TokenStream::new()
            } else {
                quote_spanned!(span=> ())
            };
        };
        let Some(entry) = stage.entry else {
            return group(arguments, with_units(self.names, own_arguments(arguments)));
        };
        let Some(list) = &arguments.list else {
            return group(arguments, arguments.group.stream());
        };
        let mut given = 0;
        let mut tokens = TokenStream::new();
        for (place, argument) in list.iter().enumerate() {
            if is_option(argument, entry) {
                continue;
            }
            let role = entry.argument(given).map(|takes| takes.role);
            given += 1;
            let shared = match role {
                Some(Role::Part) => true,
                Some(Role::Shared) => self.graph.node(node).region.is_some(),
                _ => false,
            };
            tokens.extend(match self.arguments.find(node, place) {
                // Every worker sees the same one.
                Some(value) if shared => quote_spanned!(value.span()=> &#value,),
                Some(value) => quote!(#value,),
                None => {
                    let argument = argument.stream();
                    quote!(#argument,)
                }
            });
        }
        group(arguments, tokens)
    }

    /// Whether a `reduce` stands right behind a region's sink: then there is a value for sure.
    fn of_parts(&self, node: NodeId) -> bool {
        let before = |node: NodeId| node.0.checked_sub(1).map(NodeId);
        let in_chain = |other: NodeId| self.graph.node(other).chain == self.graph.node(node).chain;
        let Some(fan_in) = before(node).filter(|fan_in| in_chain(*fan_in)) else {
            return false;
        };
        let Some(sink) = before(fan_in).filter(|sink| in_chain(*sink)) else {
            return false;
        };
        self.graph
            .entry(node)
            .is_some_and(|entry| entry.name == "reduce")
            && self.graph.is(fan_in, Kind::FanIn)
            && self.graph.is_sink(sink)
    }
}

/// What counts the items in front of and behind a stage that is said to give one for one.
fn claim(stage: &Stage, span: Span) -> (TokenStream, TokenStream) {
    if !claims_one_to_one(stage) {
        return (TokenStream::new(), TokenStream::new());
    }
    let word = &stage.word;
    (
        quote_spanned!(span=> .claiming(#word)),
        quote_spanned!(span=> .claimed(#word)),
    )
}

/// The arguments of a user's own stage, without what is said to us.
fn own_arguments(arguments: &Arguments) -> TokenStream {
    let is_rate = |argument: &Argument| argument.name.as_ref().is_some_and(|name| name == "rate");
    match &arguments.list {
        Some(list) if list.iter().any(is_rate) => {
            let own = list
                .iter()
                .filter(|argument| !is_rate(argument))
                .map(Argument::stream);
            own.flat_map(|argument| quote!(#argument,)).collect()
        }
        _ => arguments.group.stream(),
    }
}

fn reads(stage: &Stage) -> Reads {
    stage.entry.map_or(Reads::Alone, |entry| entry.reads)
}

fn group(arguments: &Arguments, stream: TokenStream) -> TokenStream {
    let mut group = Group::new(proc_macro2::Delimiter::Parenthesis, stream);
    group.set_span(arguments.group.span());
    TokenTree::Group(group).into()
}
