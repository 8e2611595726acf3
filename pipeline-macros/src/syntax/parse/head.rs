//! What a chain begins with: a source, a stream, or several streams.

use super::pattern::names;
use super::{Cursor, Parser, flatten, span_of};
use crate::diagnostics::messages;
use crate::stages;
use crate::syntax::name::plain;
use crate::syntax::tree::Head;
use proc_macro2::{Delimiter, TokenTree};

impl Parser<'_> {
    /// Reads the head; `None` after an error. A chain that begins with a stage leaves that to be read.
    pub(super) fn head(&mut self, cursor: &mut Cursor) -> Option<Head> {
        if let Some(group) = cursor.take_group(Delimiter::Parenthesis) {
            return match names(flatten(group.stream())) {
                Ok(names) if !names.is_empty() => Some(Head::Streams(group, names)),
                Ok(_) => {
                    self.error(messages::expected_streams(group.span_open()));
                    None
                }
                Err(wrong) => {
                    self.error(messages::expected_streams(wrong));
                    None
                }
            };
        }
        match cursor.peek() {
            Some(TokenTree::Ident(_)) if is_name(cursor) => cursor.take_ident().map(Head::Stream),
            Some(TokenTree::Ident(_)) => Some(Head::Stage),
            other => {
                let wrong = span_of(other, cursor.last());
                self.error(messages::expected_source(wrong));
                None
            }
        }
    }
}

/// A name alone, not a stage: without arguments, a path or a `?`, and not a word of the table that needs a stream.
fn is_name(cursor: &Cursor) -> bool {
    let Some(TokenTree::Ident(ident)) = cursor.peek() else {
        return false;
    };
    let alone = match cursor.peek_at(1) {
        Some(TokenTree::Group(group)) => group.delimiter() != Delimiter::Parenthesis,
        Some(TokenTree::Punct(punct)) => punct.as_char() != ':' && punct.as_char() != '!',
        _ => true,
    };
    alone && !super::chain::is_keyword(&plain(&ident.to_string()))
}

/// Whether a word is a stage of the table.
pub(super) fn is_stage(word: &str) -> bool {
    stages::find(word).is_some()
}
