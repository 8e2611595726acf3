//! Statements: a binding, a chain, a `;`.

use super::{Cursor, Parser, behind_a_type};
use crate::diagnostics::messages;
use crate::syntax::tree::{Binding, Chain, Gives, Statement};
use proc_macro2::{Ident, TokenStream, TokenTree};

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
            let (is_let, before) = (cursor.is_keyword("let"), self.errors.len());
            statements.extend(self.statement(cursor));
            let is_sound = self.errors.len() == before;
            if cursor.is_empty() && !ended && is_let && is_sound {
                self.error(messages::expected_semicolon(cursor.last()));
            }
        }
    }

    fn statement(&mut self, cursor: &mut Cursor) -> Option<Statement> {
        let before = self.errors.len();
        let binding = match cursor.take_keyword("let") {
            Some(let_token) => {
                self.names.any = true;
                Some(self.binding(cursor, let_token)?)
            }
            None => None,
        };
        let chain = self.chain(cursor);
        if let Some(binding) = &binding {
            // Of a statement that is broken nobody knows what it gives; whoever uses it makes no second error.
            let is_sound = self.errors.len() == before;
            let gives = chain.as_ref().filter(|_| is_sound).map(Chain::gives);
            self.declare(&binding.pattern, gives.unwrap_or(Gives::Unknown));
        }
        Some(Statement {
            binding,
            chain: chain?,
        })
    }

    /// `pattern: type =`
    fn binding(&mut self, cursor: &mut Cursor, let_token: Ident) -> Option<Binding> {
        let Some(pattern) = self.pattern(cursor) else {
            cursor.skip_statement();
            return None;
        };
        let ty = cursor
            .take_punct(':')
            .map(|colon| (colon, take_type(cursor)));
        if let Some((colon, ty)) = &ty
            && ty.is_empty()
        {
            self.error(messages::expected_type(*colon));
            cursor.skip_statement();
            return None;
        }
        let Some(equals) = cursor.take_punct('=') else {
            let wrong = ty.and_then(|(_, ty)| behind_a_type(ty));
            self.error(messages::expected_equals(
                wrong.unwrap_or_else(|| cursor.last()),
            ));
            cursor.skip_statement();
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

/// The tokens up to the `=` that no `<..>` is around.
fn take_type(cursor: &mut Cursor) -> TokenStream {
    let (mut ty, mut depth, mut arrow) = (Vec::new(), 0_usize, false);
    while !cursor.is_empty() {
        if depth == 0 && cursor.is_punct(0, '=') {
            break;
        }
        if cursor.is_punct(0, '<') {
            depth += 1;
        } else if cursor.is_punct(0, '>') && !arrow {
            depth = depth.saturating_sub(1);
        }
        arrow = cursor.is_punct(0, '-');
        ty.extend(cursor.take());
    }
    ty.into_iter().collect()
}
