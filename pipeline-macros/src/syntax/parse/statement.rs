//! Statements: a binding, a chain, a `;`.

use super::{Cursor, Parser};
use crate::diagnostics::messages;
use crate::syntax::tree::{Binding, Chain, Statement};
use proc_macro2::{Ident, TokenTree};

/// The tokens up to a `;`, and whether there was one.
pub(super) struct Segment {
    pub(super) tokens: Vec<TokenTree>,
    pub(super) ended: bool,
}

/// Cuts a body at its `;`s.
pub(super) fn split(tokens: Vec<TokenTree>) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut open = Vec::new();
    for token in tokens {
        if matches!(&token, TokenTree::Punct(p) if p.as_char() == ';') {
            segments.push(Segment {
                tokens: std::mem::take(&mut open),
                ended: true,
            });
        } else {
            open.push(token);
        }
    }
    if !open.is_empty() {
        segments.push(Segment {
            tokens: open,
            ended: false,
        });
    }
    segments
}

impl Parser<'_> {
    /// Reads a statement, and what follows it where a `;` was forgotten.
    pub(super) fn statements(
        &mut self,
        cursor: &mut Cursor,
        statements: &mut Vec<Statement>,
        ended: bool,
    ) {
        while !cursor.is_empty() {
            let is_let = cursor.is_keyword("let");
            if let Some(statement) = self.statement(cursor) {
                if let Some(binding) = &statement.binding {
                    self.declare(&binding.pattern, &statement.chain);
                }
                statements.push(statement);
            }
            if cursor.is_empty() && !ended && is_let {
                self.error(messages::expected_semicolon(cursor.last()));
            }
        }
    }

    fn statement(&mut self, cursor: &mut Cursor) -> Option<Statement> {
        let binding = match cursor.take_keyword("let") {
            Some(let_token) => Some(self.binding(cursor, let_token)?),
            None => None,
        };
        let chain = self.chain(cursor);
        if chain.is_none()
            && let Some(binding) = &binding
        {
            // Known but broken: whoever uses it makes no second error.
            let nothing = Chain {
                head: crate::syntax::Head::Stage,
                stages: Vec::new(),
            };
            self.declare(&binding.pattern, &nothing);
        }
        Some(Statement {
            binding,
            chain: chain?,
        })
    }

    /// `pattern: type =`
    fn binding(&mut self, cursor: &mut Cursor, let_token: Ident) -> Option<Binding> {
        let Some(pattern) = self.pattern(cursor) else {
            cursor.rest();
            return None;
        };
        let ty = cursor.take_punct(':').map(|colon| {
            let mut ty = Vec::new();
            while !cursor.is_empty() && !cursor.is_punct(0, '=') {
                ty.extend(cursor.take());
            }
            (colon, ty.into_iter().collect())
        });
        let Some(equals) = cursor.take_punct('=') else {
            self.error(messages::expected_equals(cursor.last()));
            cursor.rest();
            return None;
        };
        Some(Binding {
            let_token,
            pattern,
            ty,
            equals,
        })
    }
}
