//! The arguments that are evaluated once, where the macro stands: they travel beside the sources in the builder's tuple.

use super::names::{Names, at};
use crate::graph::{Graph, NodeId, is_option};
use crate::stages::{Entry, Kind, Role};
use crate::syntax::{Quantity, Stage, quantity};
use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

/// All value arguments of a graph, in source order.
pub(super) struct Values {
    list: Vec<Value>,
}

struct Value {
    node: NodeId,
    /// Its place among the stage's arguments; a bare `fan_out` has one all the same.
    place: usize,
    name: Ident,
    expression: TokenStream,
    checked: Checked,
}

/// What is checked of a value before the run starts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Checked {
    No,
    Count,
    Time,
}

impl Values {
    /// The expressions, for the builder's tuple.
    pub(super) fn values(&self) -> TokenStream {
        self.list
            .iter()
            .map(|value| &value.expression)
            .map(|e| quote!(#e,))
            .collect()
    }

    /// The names that the builder's closure gives them.
    pub(super) fn bindings(&self) -> TokenStream {
        self.list
            .iter()
            .map(|value| &value.name)
            .map(|name| quote!(#name,))
            .collect()
    }

    /// The checks in front of the start.
    pub(super) fn checks(&self, run: &Ident) -> TokenStream {
        let checks = self.list.iter().map(|value| {
            let name = &value.name;
            match value.checked {
                Checked::No => TokenStream::new(),
                Checked::Count => quote_spanned!(name.span()=> #run.check(&#name);),
                Checked::Time => quote_spanned!(name.span()=> #run.check_time(&#name);),
            }
        });
        checks.collect()
    }

    /// Which of the counts, in their order, a stage's value argument is.
    pub(super) fn count_of(&self, node: NodeId, place: usize) -> Option<usize> {
        let counts = || {
            self.list
                .iter()
                .filter(|value| value.checked == Checked::Count)
        };
        counts().position(|value| value.node == node && value.place == place)
    }

    /// The name of a stage's value argument.
    pub(super) fn find(&self, node: NodeId, place: usize) -> Option<&Ident> {
        self.list
            .iter()
            .find(|v| v.node == node && v.place == place)
            .map(|value| &value.name)
    }
}

pub(super) fn collect(graph: &Graph<'_>, names: &Names<'_>) -> Values {
    let mut values = Values { list: Vec::new() };
    for (id, node) in graph.nodes.iter().enumerate() {
        let Some(entry) = node.stage.entry else {
            continue;
        };
        if entry.kind == Kind::Source {
            values.add_source(names, NodeId(id), node.stage);
        } else {
            values.add_values(names, NodeId(id), node.stage, entry);
        }
    }
    values
}

impl Values {
    fn add(
        &mut self,
        names: &Names<'_>,
        node: NodeId,
        place: usize,
        span: Span,
        expression: TokenStream,
        checked: Checked,
    ) {
        let name = names.argument(at(span), self.list.len());
        self.list.push(Value {
            node,
            place,
            name,
            expression,
            checked,
        });
    }

    /// `source::from(arguments)`, under the user's own word.
    fn add_source(&mut self, names: &Names<'_>, node: NodeId, stage: &Stage) {
        let span = at(stage.name.span());
        let (name, turbofish) = (&stage.name, &stage.turbofish);
        let arguments = match &stage.arguments {
            Some(arguments) => regroup(
                &arguments.group,
                with_units(names, arguments.group.stream()),
            ),
            None => quote_spanned!(span=> ()),
        };
        let source = names.path(span, &quote_spanned!(span=> source::#name));
        let waits = stage
            .entry
            .is_some_and(|entry| entry.arguments.iter().any(|a| a.role == Role::Time));
        let checked = if waits { Checked::Time } else { Checked::No };
        self.add(
            names,
            node,
            0,
            stage.name.span(),
            quote!(#source #turbofish #arguments),
            checked,
        );
    }

    fn add_values(&mut self, names: &Names<'_>, node: NodeId, stage: &Stage, entry: &Entry) {
        let list = stage
            .arguments
            .as_ref()
            .and_then(|arguments| arguments.list.as_ref());
        let mut given = 0;
        for (place, argument) in list.into_iter().flatten().enumerate() {
            if is_option(argument, entry) {
                continue;
            }
            let Some(takes) = entry.argument(given) else {
                break;
            };
            given += 1;
            let span = argument.span().0;
            let tokens = with_units(names, argument.stream());
            match takes.role {
                Role::Function => {}
                Role::Value | Role::Part | Role::Shared => {
                    self.add(names, node, place, span, tokens, Checked::No);
                }
                Role::Time => {
                    let (at_value, word) = (at(span), entry.name);
                    let time = quote_spanned!(at_value=> Time::new(#word, #tokens));
                    self.add(
                        names,
                        node,
                        place,
                        span,
                        names.path(at_value, &time),
                        Checked::Time,
                    );
                }
                Role::Count { needs } => {
                    let count = count(names, span, entry.name, needs, &tokens);
                    self.add(names, node, place, span, count, Checked::Count);
                }
            }
        }
        if entry.kind == Kind::FanOut && given == 0 {
            let (span, word) = (at(stage.name.span()), entry.name);
            let cores = names.path(span, &quote_spanned!(span=> Count::cores(#word)));
            self.add(
                names,
                node,
                usize::MAX,
                stage.name.span(),
                cores,
                Checked::Count,
            );
        }
    }
}

/// A count that is checked before the run starts.
pub(super) fn count(
    names: &Names<'_>,
    span: Span,
    word: &str,
    needs: &str,
    tokens: &TokenStream,
) -> TokenStream {
    let span = at(span);
    names.path(
        span,
        &quote_spanned!(span=> Count::new(#word, #needs, #tokens)),
    )
}

/// The same tokens with every literal that has a unit of ours replaced by what it means.
pub(super) fn with_units(names: &Names<'_>, tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Group(group) => {
                let inner = with_units(names, group.stream());
                regroup(&group, inner)
            }
            TokenTree::Literal(literal) => {
                unit(names, &literal).unwrap_or_else(|| quote!(#literal))
            }
            other => other.into(),
        })
        .collect()
}

fn unit(names: &Names<'_>, literal: &Literal) -> Option<TokenStream> {
    let Some(Quantity::Of(_, unit, amount)) = quantity(literal) else {
        return None;
    };
    let span = at(literal.span());
    // The function's name stands at the literal: hovering over `200ms` then says what it is.
    let function = Ident::new(unit, literal.span());
    let amount = Literal::u64_unsuffixed(amount);
    Some(names.path(span, &quote_spanned!(span=> words::#function(#amount))))
}

fn regroup(group: &Group, stream: TokenStream) -> TokenStream {
    let mut copy = Group::new(group.delimiter(), stream);
    copy.set_span(group.span());
    TokenTree::Group(copy).into()
}
