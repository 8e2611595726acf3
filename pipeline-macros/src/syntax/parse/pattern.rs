//! What `let` binds: a name, or a flat tuple of names.

use super::{Cursor, Parser, flatten, span_of};
use crate::diagnostics::messages;
use crate::syntax::tree::Pattern;
use proc_macro2::{Delimiter, Ident, Span, TokenTree};

impl Parser<'_> {
    pub(super) fn pattern(&mut self, cursor: &mut Cursor) -> Option<Pattern> {
        let nothing = cursor.last();
        if let Some(name) = cursor.take_ident() {
            if is_word_of_patterns(&name) {
                self.error(messages::expected_names(name.span()));
                return None;
            }
            return Some(Pattern::Name(name));
        }
        let wrong = span_of(cursor.peek(), nothing);
        let Some(group) = cursor.take_group(Delimiter::Parenthesis) else {
            self.error(messages::expected_names(wrong));
            return None;
        };
        match names(flatten(group.stream())) {
            Ok(names) if !names.is_empty() => Some(Pattern::Tuple(group, names)),
            Ok(_) => {
                self.error(messages::expected_names(group.span_open()));
                None
            }
            Err(wrong) => {
                self.error(messages::expected_names(wrong));
                None
            }
        }
    }
}

/// Words that begin a pattern which is no name.
fn is_word_of_patterns(name: &Ident) -> bool {
    ["mut", "ref", "box", "const"]
        .iter()
        .any(|word| name == word)
}

/// `a, b, ..`, or the first token that is not like that.
pub(super) fn names(tokens: Vec<TokenTree>) -> Result<Vec<Ident>, Span> {
    let mut names = Vec::new();
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(name) if !is_word_of_patterns(&name) => names.push(name),
            TokenTree::Group(group) => return Err(group.span_open()),
            other => return Err(other.span()),
        }
        match tokens.next() {
            None => break,
            Some(TokenTree::Punct(comma)) if comma.as_char() == ',' => {}
            Some(TokenTree::Group(group)) => return Err(group.span_open()),
            Some(other) => return Err(other.span()),
        }
    }
    Ok(names)
}
