//! An open pipeline: a chain of links, each under the user's own word.

use super::names::{Names, at};
use super::values::{count, with_units};
use crate::graph::{Graph, NodeId, is_option};
use crate::stages::Role;
use crate::syntax::{Input, Stage};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// `part::<T>().map(f).or_fail("map")`
pub(super) fn expand(input: &Input, graph: &Graph<'_>, names: &Names<'_>) -> TokenStream {
    let span = at(input.name.span());
    let ty = &input.ty;
    let mut tokens = names.path(span, &quote_spanned!(span=> part::<#ty>()));
    for node in (0..graph.nodes.len()).map(NodeId) {
        let stage = graph.stage(node);
        let span = at(stage.name.span());
        let (name, turbofish, word) = (&stage.name, &stage.turbofish, &stage.word);
        let arguments = arguments(stage, names);
        tokens.extend(quote_spanned!(span=> .#name #turbofish #arguments));
        for question in &stage.questions {
            tokens.extend(quote_spanned!(*question=> .or_fail(#word)));
        }
    }
    tokens
}

/// The arguments where they stand: an open pipeline is evaluated where it is defined.
fn arguments(stage: &Stage, names: &Names<'_>) -> TokenStream {
    let span = at(stage.name.span());
    let (Some(arguments), Some(entry)) = (&stage.arguments, stage.entry) else {
        return quote_spanned!(span=> ());
    };
    let list = arguments
        .list
        .iter()
        .flatten()
        .filter(|argument| !is_option(argument, entry));
    let each = list.enumerate().map(|(place, argument)| {
        let tokens = with_units(names, argument.stream());
        match entry.argument(place).map(|takes| takes.role) {
            Some(Role::Count { needs }) => {
                let count = count(names, argument.span().0, entry.name, needs, &tokens);
                quote!(#count,)
            }
            Some(Role::Function) | None => {
                let tokens = argument.stream();
                quote!(#tokens,)
            }
            Some(_) => quote!(#tokens,),
        }
    });
    let mut group = Group::new(Delimiter::Parenthesis, each.collect());
    if arguments.list.is_none() {
        group = Group::new(Delimiter::Parenthesis, arguments.group.stream());
    }
    group.set_span(arguments.group.span());
    TokenTree::Group(group).into()
}
