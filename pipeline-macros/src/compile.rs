//! The driver: four phases, two barriers.

use crate::diagnostics::Errors;
use crate::{check, expand, graph, syntax};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;

/// Compiles `[path of the facade] body of the macro` into the expression that `pipeline!` stands for.
pub(crate) fn compile(input: TokenStream) -> TokenStream {
    let (facade, body) = facade_path(input);
    let mut errors = Errors::default();

    let syntax = syntax::parse(body, &mut errors);
    if let Some(failed) = errors.barrier() {
        return failed;
    }

    let graph = graph::build(&syntax);
    check::all(&graph, &mut errors);
    if let Some(failed) = errors.barrier() {
        return failed;
    }

    let plan = graph::plan(&graph);
    expand::expand(&syntax, &graph, &plan, &facade)
}

/// The facade hands `$crate` on in front of the body, so that a renamed dependency works.
fn facade_path(input: TokenStream) -> (TokenStream, TokenStream) {
    let mut tokens = input.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Group(path)) if path.delimiter() == Delimiter::Bracket => {
            (path.stream(), tokens.collect())
        }
        _ => (quote!(::pipewright), input),
    }
}
