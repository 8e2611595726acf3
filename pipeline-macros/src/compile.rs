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
    if let Some(failed) = errors.barrier().filter(|_| !for_an_editor()) {
        return failed;
    }

    let graph = graph::build(&syntax);
    if errors.is_empty() {
        check::all(&graph, &mut errors);
    }
    if let Some(failed) = errors.barrier().filter(|_| !for_an_editor()) {
        return failed;
    }

    let plan = graph::plan(&graph);
    let errors = for_an_editor().then(|| errors.barrier().unwrap_or_default());
    expand::expand(&syntax, &graph, &plan, &facade, errors)
}

/// Whether an editor asks: it wants the types and names of what is there, also while something is wrong. The compiler gets
/// the errors alone, so that one mistake stays one error.
fn for_an_editor() -> bool {
    // rust-analyzer sets it in the server that expands macros; where it is missing, only help while typing is lost.
    std::env::var_os("RUST_ANALYZER_INTERNALS_DO_NOT_USE").is_some()
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
