//! What a chain begins with: a source, a stream, or several streams.

use super::chain::is_keyword;
use super::pattern::names;
use super::stage::begins_path;
use super::{Cursor, Parser, flatten};
use crate::diagnostics::messages;
use crate::stages;
use crate::syntax::name::plain;
use crate::syntax::tree::Head;
use proc_macro2::{Delimiter, Group, Ident, TokenTree};

impl Parser<'_> {
    /// Reads the head; `None` after an error. A chain that begins with a stage leaves that to be read.
    pub(super) fn head(&mut self, cursor: &mut Cursor) -> Option<Head> {
        self.attributes(cursor);
        if let Some(group) = cursor.take_group(Delimiter::Parenthesis) {
            return self.streams(group);
        }
        let (start, end) = match cursor.peek() {
            // The next statement begins: this chain was never written.
            Some(TokenTree::Ident(word)) if word == "let" => (cursor.last(), cursor.last()),
            Some(TokenTree::Ident(word)) if is_keyword(word) && !begins_path(cursor) => {
                let error = messages::found_keyword_first(word.span(), &word.to_string());
                self.error(error);
                return None;
            }
            Some(TokenTree::Ident(word)) if word != "_" && !cursor.is_punct(1, '!') => {
                return if self.is_name(cursor, word) {
                    cursor.take_ident().map(Head::Stream)
                } else {
                    Some(Head::Stage)
                };
            }
            Some(TokenTree::Group(group)) => (group.span_open(), group.span_close()),
            _ => cursor.here(),
        };
        self.error(messages::expected_source(start, end));
        None
    }

    /// `(a, b, ..)`
    fn streams(&mut self, group: Group) -> Option<Head> {
        let tokens = flatten(group.stream());
        let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
        let are_several = tokens.iter().any(comma);
        let wrong = match names(tokens) {
            Ok(names) => match names.iter().find(|name| *name == "_") {
                None if !names.is_empty() => return Some(Head::Streams(group, names)),
                None => (group.span_open(), group.span_close()),
                Some(underscore) => (underscore.span(), underscore.span()),
            },
            Err(wrong) => wrong,
        };
        self.error(if are_several {
            messages::expected_streams(wrong.0, wrong.1)
        } else {
            messages::expected_source(group.span_open(), group.span_close())
        });
        None
    }

    /// A name alone, not a stage: without arguments or a path, and not a word of the table, unless that is declared.
    fn is_name(&self, cursor: &Cursor, word: &Ident) -> bool {
        let alone = match cursor.peek_at(1) {
            Some(TokenTree::Group(group)) => group.delimiter() != Delimiter::Parenthesis,
            Some(TokenTree::Punct(punct)) => punct.as_char() != ':',
            _ => true,
        };
        let text = word.to_string();
        let word = plain(&text);
        let means_a_stage = stages::find(&word).is_some() || stages::is_reserved(&word);
        alone && (!means_a_stage || self.names.is_declared(&text))
    }
}

/// Whether a word is a stage of the table.
pub(super) fn is_stage(word: &str) -> bool {
    stages::find(word).is_some()
}
