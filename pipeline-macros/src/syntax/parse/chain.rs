//! Chains: a head, and stages joined by `>>`.

use super::{Cursor, Parser, span_of};
use crate::diagnostics::{Diagnostic, messages};
use crate::stages::{self, Entry};
use crate::syntax::tree::{Chain, Head, Stage};
use proc_macro2::{Ident, Span, TokenTree};

/// Rust's keywords: no stage or stream is called like that.
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

pub(super) fn is_keyword(word: &Ident) -> bool {
    KEYWORDS.iter().any(|keyword| word == keyword)
}

impl Parser<'_> {
    /// Reads a chain; stops where a new statement must have begun. `None` after an error that leaves nothing to work with.
    pub(super) fn chain(&mut self, cursor: &mut Cursor) -> Option<Chain> {
        let Some(head) = self.head(cursor) else {
            cursor.skip_statement();
            return None;
        };
        let mut stages = Vec::new();
        if matches!(head, Head::Stage) {
            let Some(stage) = self.stage(cursor) else {
                cursor.skip_statement();
                return None;
            };
            stages.push(stage);
        }
        // Who joins stages by another sign does so all along: that is one mistake.
        let mut wrong = None;
        while !cursor.is_empty() {
            match self.joint(cursor, &head, stages.last(), &mut wrong) {
                Joint::Stage => {}
                Joint::NewStatement => break,
                Joint::Broken => {
                    cursor.skip_statement();
                    break;
                }
            }
            let Some(stage) = self.stage(cursor) else {
                cursor.skip_statement();
                break;
            };
            stages.push(stage);
        }
        if let Some(error) = wrong {
            self.error(error);
        }
        Some(Chain { head, stages })
    }

    /// What stands between two stages; the first thing that is no `>>` is `wrong`.
    fn joint(
        &mut self,
        cursor: &mut Cursor,
        head: &Head,
        last: Option<&Stage>,
        wrong: &mut Option<Diagnostic>,
    ) -> Joint {
        self.attributes(cursor);
        if cursor.is_empty() {
            return Joint::Broken;
        }
        if let Some((start, end)) = cursor.take_pair('>', '>') {
            if cursor.is_empty() {
                self.error(messages::expected_stage_after(start, end));
                return Joint::Broken;
            }
            return Joint::Stage;
        }
        if let Some((start, end)) = wrong_joint(cursor) {
            wrong.get_or_insert_with(|| messages::joined_by(start, end));
            return if begins_stage(cursor) {
                Joint::Stage
            } else {
                Joint::Broken
            };
        }
        let here = span_of(cursor.peek(), cursor.last());
        let shown = match (last, head) {
            (Some(stage), _) => stage.shown(),
            (None, Head::Stream(name)) => name.to_string(),
            (None, _) => "(..)".to_owned(),
        };
        wrong.get_or_insert_with(|| messages::expected_joint(here, &shown));
        let Some(TokenTree::Ident(word)) = cursor.peek() else {
            return Joint::Broken;
        };
        let text = word.to_string();
        if text == "let" || self.names.streams.contains(&text) || is_source(&text) {
            Joint::NewStatement
        } else if is_keyword(word) {
            Joint::Broken
        } else {
            Joint::Stage
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

fn begins_stage(cursor: &Cursor) -> bool {
    matches!(cursor.peek(), Some(TokenTree::Ident(word)) if !is_keyword(word))
}

/// Other signs that people join stages with.
fn wrong_joint(cursor: &mut Cursor) -> Option<(Span, Span)> {
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
