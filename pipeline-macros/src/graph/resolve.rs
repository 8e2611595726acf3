//! Which stream or result a name means.

use super::{StreamId, Target};
use crate::diagnostics::similar;
use proc_macro2::{Ident, TokenStream, TokenTree};
use std::collections::HashMap;

/// What the names mean so far. A later `let` hides an earlier one.
#[derive(Default)]
pub(super) struct Scope<'s> {
    names: HashMap<String, Target<'s>>,
    /// In order of declaration, for the similar names.
    streams: Vec<&'s Ident>,
    all: Vec<&'s Ident>,
}

impl<'s> Scope<'s> {
    /// Knows every name that will be declared, to tell a forward reference from a typo.
    pub(super) fn new(all: impl Iterator<Item = &'s Ident>) -> Self {
        Self {
            all: all.collect(),
            ..Self::default()
        }
    }

    pub(super) fn stream(&mut self, name: &'s Ident, id: StreamId) {
        self.names.insert(name.to_string(), Target::Stream(id));
        self.streams.push(name);
    }

    pub(super) fn result(&mut self, name: &'s Ident) {
        self.names.insert(name.to_string(), Target::Result);
    }

    pub(super) fn find(&self, name: &Ident) -> Target<'s> {
        let text = name.to_string();
        if let Some(target) = self.names.get(&text) {
            return *target;
        }
        if self.all.iter().any(|later| **later == text) {
            return Target::Later;
        }
        let names: Vec<String> = self.streams.iter().map(ToString::to_string).collect();
        let found = similar(&text, names.iter().map(String::as_str));
        let found = found.and_then(|found| self.streams.iter().find(|stream| ***stream == *found));
        Target::Unknown(found.copied())
    }

    /// The streams that an expression names as if they were values.
    pub(super) fn streams_in(&self, expression: &TokenStream) -> Vec<Ident> {
        let mut found = Vec::new();
        self.collect_streams(expression.clone(), &mut found);
        found
    }

    fn collect_streams(&self, tokens: TokenStream, found: &mut Vec<Ident>) {
        let mut behind_path_or_dot = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.collect_streams(group.stream(), found),
                TokenTree::Ident(name) => {
                    let is_stream =
                        matches!(self.names.get(&name.to_string()), Some(Target::Stream(_)));
                    if is_stream && !behind_path_or_dot {
                        found.push(name);
                    }
                    behind_path_or_dot = false;
                }
                TokenTree::Punct(punct) => {
                    behind_path_or_dot = matches!(punct.as_char(), '.' | ':');
                }
                TokenTree::Literal(_) => behind_path_or_dot = false,
            }
        }
    }
}
