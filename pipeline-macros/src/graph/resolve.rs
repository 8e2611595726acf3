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
    streams: Vec<(&'s Ident, StreamId)>,
    all: Vec<&'s Ident>,
    declared: usize,
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
        self.declare(name, Target::Stream(id));
        self.streams.push((name, id));
    }

    pub(super) fn declare(&mut self, name: &'s Ident, target: Target<'s>) {
        self.names.insert(name.to_string(), target);
        self.declared += 1;
    }

    /// What a name means in a statement that itself declares so many. Who misspells one means a free stream rather than
    /// one that is consumed already.
    pub(super) fn find(
        &self,
        name: &Ident,
        declares: usize,
        is_free: impl Fn(StreamId) -> bool,
    ) -> Target<'s> {
        let text = name.to_string();
        if let Some(target) = self.names.get(&text) {
            return *target;
        }
        let mut later = self.all.iter().skip(self.declared + declares);
        if later.any(|later| **later == text) {
            return Target::Later;
        }
        let like = |only_free: bool| {
            let streams = self.streams.iter();
            let candidates: Vec<&'s Ident> = streams
                .filter(|(_, id)| !only_free || is_free(*id))
                .map(|(name, _)| *name)
                .collect();
            let names: Vec<String> = candidates.iter().map(ToString::to_string).collect();
            let found = similar(&text, names.iter().map(String::as_str))?;
            candidates.into_iter().find(|stream| *stream == found)
        };
        Target::Unknown(like(true).or_else(|| like(false)))
    }

    /// The streams that an expression names as if they were values.
    pub(super) fn streams_in(&self, expression: &TokenStream) -> Vec<Ident> {
        let mut found = Vec::new();
        self.collect_streams(expression.clone(), &mut found);
        found
    }

    fn collect_streams(&self, tokens: TokenStream, found: &mut Vec<Ident>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (place, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.collect_streams(group.stream(), found),
                TokenTree::Ident(name) if !is_part_or_label(&tokens, place) => {
                    let text = name.to_string();
                    let is_stream = matches!(self.names.get(&text), Some(Target::Stream(_)));
                    if is_stream && !found.contains(name) {
                        found.push(name.clone());
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether the name there is a field, a method, a part of a path, or the label of a field: `a.name`, `A::name`, `name: a`.
fn is_part_or_label(tokens: &[TokenTree], place: usize) -> bool {
    let is = |place: Option<usize>, sign: char| {
        let token = place.and_then(|place| tokens.get(place));
        matches!(token, Some(TokenTree::Punct(p)) if p.as_char() == sign)
    };
    let (before, behind) = (place.checked_sub(1), Some(place + 1));
    let is_part = is(before, '.') && !is(place.checked_sub(2), '.');
    let in_path = is(before, ':') && is(place.checked_sub(2), ':');
    is_part || in_path || is(behind, ':')
}
