//! The tail: a chain, or any Rust expression over the named results.

use super::head::is_stage;
use super::pattern::names;
use super::{Cursor, Parser, flatten};
use crate::syntax::tree::{Statement, Tail};
use proc_macro2::{Delimiter, TokenTree};

impl Parser<'_> {
    pub(super) fn tail(&mut self, cursor: &mut Cursor, statements: &mut Vec<Statement>) -> Tail {
        if !self.is_chain(cursor) {
            return Tail::Expression(cursor.rest().into_iter().collect());
        }
        loop {
            let chain = self.chain(cursor);
            if cursor.is_empty() {
                return chain.map_or(Tail::None, Tail::Chain);
            }
            // A `;` was forgotten, and reported: what stands behind it is the tail.
            statements.extend(chain.map(|chain| Statement {
                binding: None,
                chain,
            }));
            if cursor.is_keyword("let") {
                self.statements(cursor, statements, false);
                return Tail::None;
            }
        }
    }

    /// A tail is a chain exactly if it starts with a source and `(`, a stream, streams in front of `>>`, or anything in
    /// front of `>>` and a word of the table; or if there is no `let` that an expression could be over.
    fn is_chain(&self, cursor: &Cursor) -> bool {
        let ahead = cursor.ahead();
        match ahead {
            [TokenTree::Ident(word), TokenTree::Group(group), ..]
                if group.delimiter() == Delimiter::Parenthesis
                    && super::chain::is_source(&word.to_string()) =>
            {
                return true;
            }
            [TokenTree::Ident(word), ..] if self.names.streams.contains(&word.to_string()) => {
                return true;
            }
            [TokenTree::Group(group), rest @ ..] if is_join(rest) => {
                if let Ok(names) = names(flatten(group.stream()))
                    && names
                        .iter()
                        .any(|name| self.names.streams.contains(&name.to_string()))
                {
                    return true;
                }
            }
            _ => {}
        }
        !self.names.any || self.has_joined_stage(ahead)
    }

    /// `>>` and a word of the table, at the top level; a shift by a result of that name is an expression.
    fn has_joined_stage(&self, tokens: &[TokenTree]) -> bool {
        tokens.windows(3).any(|window| match window {
            [_, _, TokenTree::Ident(word)] if is_join(window) => {
                let word = word.to_string();
                is_stage(&word) && !self.names.results.contains(&word)
            }
            _ => false,
        })
    }
}

fn is_join(tokens: &[TokenTree]) -> bool {
    matches!(
        tokens,
        [TokenTree::Punct(a), TokenTree::Punct(b), ..]
            if a.as_char() == '>' && b.as_char() == '>' && a.spacing() == proc_macro2::Spacing::Joint
    )
}
