//! How errors reach the compiler.

use super::Diagnostic;
use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::quote_spanned;

/// All errors in one brace group: back to back, without it, only the first one would show in an expression.
pub(super) fn render(errors: &[Diagnostic]) -> TokenStream {
    let all = errors.iter().map(compile_error).collect();
    TokenTree::Group(Group::new(Delimiter::Brace, all)).into()
}

fn compile_error(error: &Diagnostic) -> TokenStream {
    let (start, end) = error.span;
    let mut text = Literal::string(&text(error));
    text.set_span(end);
    let mut body = Group::new(Delimiter::Brace, TokenTree::Literal(text).into());
    body.set_span(end);
    let mut call = quote_spanned!(start=> ::core::compile_error!);
    call.extend([TokenTree::Group(body)]);
    call
}

/// The message, then its notes, then its helps, a line each: the compiler indents them under the message.
pub(crate) fn text(error: &Diagnostic) -> String {
    let mut text = error.message.clone();
    for note in &error.notes {
        text.push_str("\nnote: ");
        text.push_str(note);
    }
    for help in &error.helps {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    text
}
