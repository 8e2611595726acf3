//! Tokens to tree, at token level: one token of look-ahead and the names declared so far.
//!
//! An error in one statement is reported and the next statement is read; arguments stay raw tokens.

mod chain;
mod cursor;
mod head;
mod input;
mod pattern;
mod stage;
mod statement;
mod tail;

use super::tree::{Gives, Input, Pattern, Pipeline, Statement, Tail};
use crate::diagnostics::{Diagnostic, Errors, messages};
use cursor::{Cursor, Parameters};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use std::collections::HashSet;
use syn::parse::{ParseStream, Parser as _};

/// Reads the body of the macro. What is returned is complete only if there are no errors.
pub(crate) fn parse(body: TokenStream, errors: &mut Errors) -> Pipeline {
    let mut cursor = Cursor::new(flatten(body));
    let own = cursor.take_keyword("move");
    let mut input = None;
    match (cursor.take_parameters(), &own) {
        (Parameters::Empty, _) | (Parameters::None, None) => {}
        (Parameters::None, Some(own)) => errors.push(messages::expected_pipes(own.span())),
        (Parameters::Unclosed(pipe), _) => errors.push(messages::expected_pipes(pipe)),
        (Parameters::Input { tokens, start, end }, None) => {
            input = input::read(tokens, start, end, errors);
        }
        (Parameters::Input { .. }, Some(own)) => {
            errors.push(messages::move_stands_at_closures(own.span()));
        }
    }
    let mut tokens = cursor.rest();
    // `pipeline!({ .. })` is `pipeline! { .. }` in a form that rustfmt formats.
    if let [TokenTree::Group(block)] = &tokens[..]
        && block.delimiter() == Delimiter::Brace
    {
        tokens = flatten(block.stream());
    }
    let mut parser = Parser {
        errors,
        names: Names::default(),
    };
    if let Some(Input { name, .. }) = &input {
        parser.names.streams.insert(name.to_string());
        parser.names.any = true;
    }
    let (error, statements, tail) = parser.body(tokens);
    if statements.is_empty() && matches!(tail, Tail::None) && parser.errors.is_empty() {
        let empty = input.as_ref().map_or_else(messages::empty, |input| {
            messages::part_needs_a_chain(&input.name)
        });
        parser.errors.push(empty);
    }
    Pipeline {
        own,
        input,
        error,
        statements,
        tail,
    }
}

/// What has been declared so far.
#[derive(Default)]
struct Names {
    streams: HashSet<String>,
    results: HashSet<String>,
    /// There was a `let`, even if it could not be read.
    any: bool,
}

impl Names {
    fn is_declared(&self, name: &str) -> bool {
        self.streams.contains(name) || self.results.contains(name)
    }
}

struct Parser<'e> {
    errors: &'e mut Errors,
    names: Names,
}

impl Parser<'_> {
    fn body(&mut self, tokens: Vec<TokenTree>) -> (Option<TokenStream>, Vec<Statement>, Tail) {
        let (mut error, mut statements, mut tail) = (None, Vec::new(), Tail::None);
        let mut is_first = true;
        for segment in statement::split(tokens) {
            let mut cursor = Cursor::new(segment.tokens);
            self.attributes(&mut cursor);
            let was_first = std::mem::take(&mut is_first);
            if let Some(keyword) = cursor.take_keyword("type") {
                if was_first {
                    error = self.error_type(&mut cursor, &keyword, segment.ended);
                } else {
                    self.error(messages::error_type_stands_first(keyword.span()));
                }
            } else if cursor.is_empty() {
                // A stray `;`, as Rust has it.
            } else if segment.ended || cursor.is_keyword("let") {
                self.statements(&mut cursor, &mut statements, segment.ended);
            } else {
                tail = self.tail(&mut cursor, &mut statements);
            }
        }
        (error, statements, tail)
    }

    /// Attributes say nothing to this language; comments are not tokens.
    fn attributes(&mut self, cursor: &mut Cursor) {
        let Some((start, mut end)) = cursor.take_attribute() else {
            return;
        };
        while let Some((_, last)) = cursor.take_attribute() {
            end = last;
        }
        self.error(messages::attributes_are_not_supported(start, end));
    }

    /// `Error = E` behind `type`
    fn error_type(
        &mut self,
        cursor: &mut Cursor,
        keyword: &Ident,
        ended: bool,
    ) -> Option<TokenStream> {
        let name = cursor.take_ident();
        if name.as_ref().is_none_or(|name| name != "Error") || cursor.take_punct('=').is_none() {
            let span = name.map_or(keyword.span(), |name| name.span());
            self.errors.push(messages::expected_error_type(span));
            return None;
        }
        let ty: TokenStream = cursor.ahead().iter().cloned().collect();
        let last = cursor.ahead().last().map(TokenTree::span);
        if ty.is_empty() {
            self.error(messages::expected_error_type(cursor.last()));
        } else if let Some(wrong) = behind_a_type(ty.clone()) {
            self.error(messages::expected_semicolon_after_type(wrong));
        }
        cursor.rest();
        if !ended && self.errors.is_empty() {
            self.error(messages::expected_semicolon(last.unwrap_or(keyword.span())));
        }
        Some(ty)
    }

    fn error(&mut self, error: Diagnostic) {
        self.errors.push(error);
    }

    /// Keeps in mind what a statement declares, so that the tail can be told from an expression.
    fn declare(&mut self, pattern: &Pattern, gives: Gives) {
        for name in pattern.names() {
            let name = name.to_string();
            self.names.streams.remove(&name);
            self.names.results.remove(&name);
            match gives {
                Gives::Streams => self.names.streams.insert(name),
                Gives::Result => self.names.results.insert(name),
                Gives::Unknown => false,
            };
        }
    }
}

/// The first token that stands behind a type; none where the type is (yet) none.
fn behind_a_type(tokens: TokenStream) -> Option<Span> {
    let parser = |input: ParseStream<'_>| {
        input.parse::<syn::Type>()?;
        input.parse::<TokenStream>()
    };
    let rest = parser.parse2(tokens).ok()?;
    let first = rest.into_iter().next()?;
    Some(span_of(Some(&first), first.span()))
}

/// Takes the invisible groups away that another macro puts around what it passes on.
fn flatten(stream: TokenStream) -> Vec<TokenTree> {
    let mut tokens = Vec::new();
    for token in stream {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                tokens.extend(flatten(group.stream()));
            }
            token => tokens.push(token),
        }
    }
    tokens
}

/// The span of a token, or of nothing.
fn span_of(token: Option<&TokenTree>, nothing: Span) -> Span {
    match token {
        Some(TokenTree::Group(group)) => group.span_open(),
        Some(token) => token.span(),
        None => nothing,
    }
}
