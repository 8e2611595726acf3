//! Chains: a head, and stages joined by `>>`.

use super::{Cursor, Parser, span_of};
use crate::diagnostics::messages;
use crate::stages::{self, Entry};
use crate::syntax::Arguments;
use crate::syntax::name::plain;
use crate::syntax::tree::{Chain, Head, Stage};
use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// Rust's keywords: no stage or stream is called like that.
const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word)
}

impl Parser<'_> {
    /// Reads a chain; stops where a new statement must have begun. `None` after an error that leaves nothing to work with.
    pub(super) fn chain(&mut self, cursor: &mut Cursor) -> Option<Chain> {
        let Some(head) = self.head(cursor) else {
            cursor.rest();
            return None;
        };
        let mut stages = Vec::new();
        if matches!(head, Head::Stage) {
            stages.push(self.stage(cursor)?);
        }
        while !cursor.is_empty() {
            match self.joint(cursor, stages.last()) {
                Joint::Stage => {}
                Joint::NewStatement => break,
                Joint::Broken => {
                    cursor.rest();
                    break;
                }
            }
            let Some(stage) = self.stage(cursor) else {
                cursor.rest();
                break;
            };
            stages.push(stage);
        }
        Some(Chain { head, stages })
    }

    /// What stands between two stages.
    fn joint(&mut self, cursor: &mut Cursor, last: Option<&Stage>) -> Joint {
        if cursor.is_pair('>', '>') {
            let at = cursor.take_pair('>', '>');
            if cursor.is_empty() {
                let (start, end) = at.unwrap_or((cursor.last(), cursor.last()));
                self.error(messages::expected_stage_after(start, end));
            }
            return if cursor.is_empty() {
                Joint::NewStatement
            } else {
                Joint::Stage
            };
        }
        if let Some((start, end)) = wrong_joint(cursor) {
            self.error(messages::joined_by(start, end));
            return if cursor.is_empty() {
                Joint::Broken
            } else {
                Joint::Stage
            };
        }
        let wrong = span_of(cursor.peek(), cursor.last());
        let shown = last.map_or_else(String::new, Stage::shown);
        let word = match cursor.peek() {
            Some(TokenTree::Ident(ident)) => ident.to_string(),
            _ => String::new(),
        };
        self.error(match last {
            Some(_) => messages::expected_joint(wrong, &shown),
            None => messages::expected_joint_after_stream(wrong),
        });
        let begins_statement =
            word == "let" || self.names.streams.contains(&word) || is_source(&word);
        if begins_statement {
            Joint::NewStatement
        } else if word.is_empty() {
            Joint::Broken
        } else {
            Joint::Stage
        }
    }

    /// `path::name::<turbofish>(arguments)?`
    pub(super) fn stage(&mut self, cursor: &mut Cursor) -> Option<Stage> {
        let mut path = TokenStream::new();
        let mut name = self.stage_name(cursor)?;
        let mut turbofish = TokenStream::new();
        while let Some((colon, _)) = cursor
            .is_pair(':', ':')
            .then(|| cursor.take_pair(':', ':'))
            .flatten()
        {
            let mut colons: TokenStream = "::".parse().unwrap_or_default();
            colons = colons
                .into_iter()
                .map(|mut t| {
                    t.set_span(colon);
                    t
                })
                .collect();
            if cursor.is_punct(0, '<') {
                turbofish = colons;
                turbofish.extend(take_generics(cursor));
                break;
            }
            path.extend([TokenTree::Ident(name)]);
            path.extend(colons);
            name = self.stage_name(cursor)?;
        }
        let arguments = cursor
            .take_group(Delimiter::Parenthesis)
            .map(Arguments::new);
        let mut questions = Vec::new();
        while let Some(question) = cursor.take_punct('?') {
            questions.push(question);
        }
        let word = plain(&name.to_string());
        let entry = if path.is_empty() {
            stages::find(&word)
        } else {
            None
        };
        Some(Stage {
            path,
            name,
            word,
            turbofish,
            arguments,
            questions,
            entry,
        })
    }

    fn stage_name(&mut self, cursor: &mut Cursor) -> Option<Ident> {
        let nothing = cursor.last();
        match cursor.peek() {
            Some(TokenTree::Ident(ident)) => {
                let word = ident.to_string();
                if is_keyword(&word) {
                    let error = messages::found_keyword(ident.span(), &word);
                    self.error(error);
                    return None;
                }
                cursor.take_ident()
            }
            other => {
                let wrong = span_of(other, nothing);
                self.error(messages::expected_stage(wrong));
                None
            }
        }
    }
}

enum Joint {
    Stage,
    NewStatement,
    Broken,
}

pub(super) fn is_source(word: &str) -> bool {
    stages::find(word).is_some_and(Entry::is_source)
}

/// Other signs that people join stages with.
fn wrong_joint(cursor: &mut Cursor) -> Option<(proc_macro2::Span, proc_macro2::Span)> {
    let pairs = [('-', '>'), ('=', '>'), ('|', '>'), ('~', '>')];
    for (first, second) in pairs {
        if let Some(found) = cursor.take_pair(first, second) {
            return Some(found);
        }
    }
    let single = ['.', '|', '>']
        .into_iter()
        .find(|sign| cursor.is_punct(0, *sign))?;
    let mut end = cursor.take_punct(single)?;
    let start = end;
    while let Some(more) = cursor.take_punct(single) {
        end = more;
    }
    Some((start, end))
}

/// `<..>`, with what is nested in it.
fn take_generics(cursor: &mut Cursor) -> Vec<TokenTree> {
    let mut taken = Vec::new();
    let mut depth = 0_usize;
    let mut arrow = false;
    while let Some(token) = cursor.take() {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                '<' => depth += 1,
                // The `>` of `->` closes nothing.
                '>' if !arrow => depth -= 1,
                _ => {}
            }
            arrow = punct.as_char() == '-';
        } else {
            arrow = false;
        }
        taken.push(token);
        if depth == 0 {
            break;
        }
    }
    taken
}
