//! The input of an open pipeline: `name: Stream<type>`.

use super::Cursor;
use crate::diagnostics::{Errors, messages};
use crate::syntax::tree::Input;
use proc_macro2::{Span, TokenTree};

/// Reads what stands between the pipes; `None` after an error.
pub(super) fn read(
    tokens: Vec<TokenTree>,
    start: Span,
    end: Span,
    errors: &mut Errors,
) -> Option<Input> {
    let mut cursor = Cursor::new(tokens);
    let name = cursor.take_ident();
    let is_stream = cursor.take_punct(':').is_some() && cursor.take_keyword("Stream").is_some();
    let (Some(name), true, true) = (name, is_stream, cursor.take_punct('<').is_some()) else {
        errors.push(messages::expected_input(start, end));
        return None;
    };
    let mut rest = cursor.rest();
    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    let closed = matches!(rest.pop(), Some(TokenTree::Punct(last)) if last.as_char() == '>');
    if !closed || rest.is_empty() {
        errors.push(messages::expected_input(start, end));
        return None;
    }
    // A comma between types of one parameter stands in its own `<..>`; one outside of it begins a second input.
    let mut depth = 0_usize;
    for token in &rest {
        if let TokenTree::Punct(punct) = token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' if depth == 0 => {
                    errors.push(messages::one_input(start, end));
                    return None;
                }
                '>' => depth -= 1,
                _ if depth == 0 && comma(token) => {
                    errors.push(messages::one_input(start, end));
                    return None;
                }
                _ => {}
            }
        }
    }
    Some(Input {
        name,
        ty: rest.into_iter().collect(),
    })
}
