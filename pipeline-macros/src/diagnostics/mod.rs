//! Errors: what they hold, how they accumulate, how they are worded and shown.
//!
//! In: a span and a sentence. Out: one brace group of `compile_error!`s.

pub(crate) mod messages;
pub(crate) mod render;
mod similar;

pub(crate) use similar::similar;

use proc_macro2::{Span, TokenStream};

/// One mistake: where the token to change stands, what is wrong, what else is known, what to write instead.
#[derive(Debug)]
pub(crate) struct Diagnostic {
    /// The first and the last token it is about.
    pub(crate) span: (Span, Span),
    pub(crate) message: String,
    pub(crate) notes: Vec<String>,
    pub(crate) helps: Vec<String>,
}

impl Diagnostic {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            span: (span, span),
            message: message.into(),
            notes: Vec::new(),
            helps: Vec::new(),
        }
    }

    /// Underlines up to another token.
    pub(crate) fn to(mut self, end: Span) -> Self {
        self.span.1 = end;
        self
    }

    pub(crate) fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.helps.push(help.into());
        self
    }
}

/// The errors of one macro call.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<Diagnostic>);

impl Errors {
    pub(crate) fn push(&mut self, error: Diagnostic) {
        self.0.push(error);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What the macro expands to when something is wrong so far.
    pub(crate) fn barrier(&mut self) -> Option<TokenStream> {
        self.sort();
        (!self.0.is_empty()).then(|| render::render(&self.0))
    }

    /// Rules speak one after the other; a reader goes from top to bottom.
    fn sort(&mut self) {
        self.0.sort_by_key(|error| error.span.0.start());
    }

    #[cfg(test)]
    pub(crate) fn into_vec(mut self) -> Vec<Diagnostic> {
        self.sort();
        self.0
    }
}
