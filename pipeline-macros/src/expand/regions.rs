//! Regions: what stands between `fan_out` and what closes it, as one closure for every worker.

use super::names::at;
use super::sections::Sections;
use crate::graph::{Close, Input, NodeId, Op, RegionId, is_ordered};
use proc_macro2::TokenStream;
use quote::quote_spanned;

impl Sections<'_, '_> {
    pub(super) fn region(
        &self,
        id: RegionId,
        input: Input,
        ops: &[Op],
        close: Close,
        here: bool,
    ) -> TokenStream {
        let open = self.graph.region(id).open;
        let (_, span) = self.word(open);
        let (scope, workers) = (self.names.scope(span), self.workers(open));
        let (rx, flow) = (self.reads(span, input), self.names.worker_input(span));
        let thread = self.region_name(id);
        let stages: TokenStream = ops.iter().map(|op| self.op(*op)).collect();
        match close {
            Close::FanIn(node, output) => {
                let (word, at_word) = self.word(node);
                let (tx, out) = (
                    self.names.sender(at_word, output),
                    self.names.worker_output(span),
                );
                if is_ordered(self.graph, open) {
                    return quote_spanned! {span=>
                        #scope.region_ordered(#thread, &#workers, #rx, |#flow, #out| #flow #stages.#word(#out));
                    };
                }
                let made = self.edge(at_word, output);
                quote_spanned! {span=>
                    #made
                    #scope.region(#thread, &#workers, #rx, #tx, |#flow, #out| #flow #stages.#word(#out));
                }
            }
            Close::NotYet => {
                quote_spanned!(span=> #scope.unfinished(#rx, |#flow| #flow #stages);)
            }
            Close::Sink(node) => {
                let stage = self.graph.stage(node);
                let in_worker = usize::from(stage.entry.is_some_and(|entry| entry.closure_fails));
                let sink = self.region_sink(node, in_worker);
                let (merged, fails) = (self.names.merged(span), self.fails(node, in_worker));
                let method = if here {
                    quote_spanned!(span=> region_here)
                } else {
                    quote_spanned!(span=> region_sink)
                };
                let result = self.names.result(span, self.graph.node(node).chain.0);
                let call = quote_spanned! {span=>
                    #scope.#method(#thread, &#workers, #rx, |#flow| { #flow #stages #sink }, |#merged| #merged #fails)
                };
                self.keep(node, &result, &call)
            }
        }
    }

    /// A sink on each worker, with only the `?` of its closure; the others open the merged value.
    fn region_sink(&self, node: NodeId, in_worker: usize) -> TokenStream {
        let stage = self.graph.stage(node);
        let (call, word) = (self.call(node), &stage.word);
        match stage.questions.first().filter(|_| in_worker > 0) {
            None => call,
            Some(question) => {
                let trying = quote_spanned!(at(*question)=> .trying());
                quote_spanned!(*question=> #trying #call.or_fail(#word))
            }
        }
    }

    fn region_name(&self, id: RegionId) -> String {
        let first = self.graph.region(id).inner.clone().next().map(NodeId);
        first.map_or_else(
            || "fan_out".to_owned(),
            |node| self.graph.stage(node).word.clone(),
        )
    }
}
