//! The threads back end: plan to Rust.
//!
//! In: the plan of a checked graph. Out: one expression. It cannot fail.
//!
//! Rules that keep errors and editors right: the user's tokens once, untouched, in source order; every helper token at the
//! start of the user's token that it stands for; nothing in front of a word depends on what is being typed behind it.

mod chain;
mod describe;
mod names;
mod part;
mod regions;
mod sections;
mod values;

use crate::graph::{Graph, Plan, Step};
use crate::stages::Entry;
use crate::syntax::{Head, Pipeline, Statement, Tail};
use names::{Names, at};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use sections::Sections;

/// Expands a checked pipeline into the expression that it stands for; for an editor also one with mistakes, with the
/// errors behind everything.
pub(crate) fn expand(
    syntax: &Pipeline,
    graph: &Graph<'_>,
    plan: &Plan,
    facade: &TokenStream,
    errors: Option<TokenStream>,
) -> TokenStream {
    let span = first_span(syntax);
    let names = Names::new(facade, span);
    if let Some(input) = &syntax.input {
        return part::expand(input, graph, &names);
    }
    let arguments = values::collect(graph, &names);
    let sections = Sections {
        graph,
        plan,
        names: &names,
        arguments: &arguments,
    };

    let is_open = plan
        .steps
        .iter()
        .any(|step| matches!(step, Step::Section(_, crate::graph::End::Tail)));
    let builder = match (&syntax.error, is_open) {
        (None, false) => quote_spanned!(span=> pipeline),
        (Some(error), false) => quote_spanned!(span=> typed::<#error, _, _, _, _, _>),
        (None, true) => quote_spanned!(span=> open),
        (Some(error), true) => quote_spanned!(span=> open_typed::<#error, _, _, _, _, _>),
    };
    let builder = names.path(span, &builder);
    let (run, scope, out) = (names.run(span), names.scope(span), names.out(span));
    let out = is_open.then(|| quote_spanned!(span=> , #out));
    let (values, bindings) = (arguments.values(), arguments.bindings());
    let checks = arguments.checks(&run);
    let prelude = names.prelude(span);
    let body = sections.body();
    let results = results(syntax, &sections, span);
    let picture = describe::describe(graph, plan, &arguments);
    let own = &syntax.own;
    let lone = errors.is_some().then(|| sections.lone_names());
    let run_it = quote_spanned!(span=> #run.scope(|#scope| { #body #lone #results }));
    // The same shape with errors and without: an editor compares the two.
    let run_it = match errors {
        None => run_it,
        Some(errors) => {
            let outcome = names.merged(span);
            quote_spanned!(span=> let #outcome = #run_it; #errors #outcome)
        }
    };
    quote_spanned! {span=>
        #builder((#values), #own |#run, (#bindings) #out| {
            #prelude
            #checks
            #run_it
        }, #picture)
    }
}

/// The end of the plan: joins every thread, opens the results, and gives the tail.
fn results(syntax: &Pipeline, sections: &Sections<'_, '_>, span: Span) -> TokenStream {
    let scope = sections.names.scope(span);
    // Not `Ok`: a qualified path to what is in scope already would draw a lint.
    let ok = names::helper(span, &quote_spanned!(span=> ended));
    let named = syntax
        .statements
        .iter()
        .enumerate()
        .filter_map(|(chain, statement)| {
            let binding = statement
                .binding
                .as_ref()
                .filter(|_| is_result(statement))?;
            let (let_token, equals) = (&binding.let_token, binding.equals);
            let pattern = match &binding.pattern {
                crate::syntax::Pattern::Name(name) => quote!(#name),
                crate::syntax::Pattern::Tuple(group, _) => quote!(#group),
            };
            let pending = sections.names.result(at(binding.pattern.span()), chain);
            let ty = binding
                .ty
                .as_ref()
                .map(|(colon, ty)| quote_spanned!(*colon=> : #ty));
            let value = quote_spanned!(at(equals)=> = #pending.value(););
            Some(quote!(#let_token #pattern #ty #value))
        });
    match &syntax.tail {
        // The last section's value goes straight into the result: a binding would draw errors to a name nobody wrote.
        Tail::Chain(_) if sections.tail_is_sink() => {
            let named: Vec<TokenStream> = named.collect();
            quote_spanned!(span=> .end(#scope, || { #(#named)* }))
        }
        Tail::Chain(_) | Tail::None => quote_spanned! {span=>
            #scope.join()?;
            #(#named)*
            #ok(())
        },
        Tail::Expression(tail) => {
            let tail_span = tail
                .clone()
                .into_iter()
                .next()
                .map_or(span, |token| at(token.span()));
            let value = quote_spanned!(tail_span=> #ok(#tail));
            quote_spanned! {span=>
                #scope.join()?;
                #(#named)*
                #value
            }
        }
    }
}

/// Whether a statement's chain ends in a sink.
fn is_result(statement: &Statement) -> bool {
    statement
        .chain
        .stages
        .last()
        .is_some_and(|stage| stage.entry.is_some_and(Entry::is_sink))
}

/// Where the pipeline begins: helper tokens that stand for all of it stand there.
fn first_span(syntax: &Pipeline) -> Span {
    let chain = match (&syntax.statements[..], &syntax.tail) {
        ([first, ..], _) => match &first.binding {
            Some(binding) => return at(binding.let_token.span()),
            None => &first.chain,
        },
        ([], Tail::Chain(chain)) => chain,
        ([], _) => return Span::call_site(),
    };
    at(match &chain.head {
        Head::Stream(name) => name.span(),
        Head::Streams(group, _) => group.span_open(),
        Head::Stage => chain
            .stages
            .first()
            .map_or_else(Span::call_site, |stage| stage.name.span()),
    })
}
