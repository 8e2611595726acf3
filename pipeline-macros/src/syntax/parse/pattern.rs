//! What `let` binds: a name, or a flat tuple of names.

use super::chain::is_keyword;
use super::{Cursor, Parser, flatten};
use crate::diagnostics::messages;
use crate::syntax::tree::Pattern;
use proc_macro2::{Delimiter, Ident, Span, TokenTree};

impl Parser<'_> {
    pub(super) fn pattern(&mut self, cursor: &mut Cursor) -> Option<Pattern> {
        let (start, end) = cursor.here();
        if let Some(name) = cursor.take_ident() {
            let comma = cursor.peek().filter(|_| cursor.is_punct(0, ','));
            let wrong = match comma {
                Some(comma) => Some(comma.span()),
                None => (is_keyword(&name) || is_more_than_a_name(cursor)).then_some(start),
            };
            if let Some(wrong) = wrong {
                self.error(messages::expected_names(wrong, wrong));
                return None;
            }
            return Some(Pattern::Name(name));
        }
        let Some(group) = cursor.take_group(Delimiter::Parenthesis) else {
            let end = cursor.peek().map_or(end, TokenTree::span);
            self.error(messages::expected_names(start, end));
            return None;
        };
        let (start, end) = match names(flatten(group.stream())) {
            Ok(names) if !names.is_empty() => return Some(Pattern::Tuple(group, names)),
            Ok(_) => (group.span_open(), group.span_close()),
            Err(wrong) => wrong,
        };
        self.error(messages::expected_names(start, end));
        None
    }
}

/// Whether what stands behind a name makes another pattern of it: `Some(x)`, `Row { .. }`, `a::B`, `x @ ..`, `a | b`.
fn is_more_than_a_name(cursor: &Cursor) -> bool {
    let is_group = matches!(cursor.peek(), Some(TokenTree::Group(_)));
    is_group
        || cursor.is_pair(':', ':')
        || ['@', '|', '.', '!']
            .iter()
            .any(|sign| cursor.is_punct(0, *sign))
}

/// `a, b, ..`, or what is not like that.
pub(super) fn names(tokens: Vec<TokenTree>) -> Result<Vec<Ident>, (Span, Span)> {
    let mut names = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        let start = token.span();
        match token {
            TokenTree::Ident(name) if !is_keyword(&name) => names.push(name),
            _ => return Err((start, start)),
        }
        match tokens.next() {
            None => break,
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(other) => return Err((start, other.span())),
        }
    }
    Ok(names)
}
