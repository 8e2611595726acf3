//! How many items a stage gives for those it takes, and in which order: what a waiting join needs to know.

use super::options::{key, option, options, stands_at_edge};
use super::{Graph, NodeId, is_ordered};
use crate::stages::{Kind, Rate, Reads, Role};
use crate::syntax::{Argument, Quantity, Stage, quantity};
use proc_macro2::TokenTree;

/// What a stage does to the number and the order of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Law {
    /// One for one, in order; or it ends the stream.
    OneToOne,
    /// One for so many.
    Gathers(u64),
    /// Drops so many at the beginning.
    Lags(u64),
    /// Gives an item or none, as the data has it.
    Drops,
    /// Gives any number, as the data has it.
    Multiplies,
    /// One for one, but in any order.
    LosesOrder,
    /// The macro cannot see it, and nobody has said it.
    Unknown,
}

/// The law of a stage.
pub(crate) fn law(graph: &Graph<'_>, node: NodeId) -> Law {
    let stage = graph.stage(node);
    if claims_one_to_one(stage) {
        return Law::OneToOne;
    }
    let Some(entry) = stage.entry else {
        return Law::Unknown;
    };
    match entry.kind {
        // One worker is one queue.
        Kind::FanOut if is_ordered(graph, node) || literal(stage) == Some(1) => Law::OneToOne,
        Kind::FanOut => {
            debug_assert!(key(stage).is_none() || !is_ordered(graph, node));
            Law::LosesOrder
        }
        Kind::Buffer if !options(stage).is_empty() => Law::Drops,
        // One value a worker, at the end.
        Kind::Sink => Law::Multiplies,
        Kind::FanIn | Kind::Join
            if graph.closes(node).is_none() && entry.reads != Reads::Together =>
        {
            Law::Multiplies
        }
        Kind::Transform if entry.ends_early => Law::OneToOne,
        Kind::Transform => transform(stage, entry.rate),
        _ => Law::OneToOne,
    }
}

fn transform(stage: &Stage, rate: Rate) -> Law {
    match rate {
        Rate::OneToOne => Law::OneToOne,
        Rate::AtMostOne => Law::Drops,
        Rate::Lags => literal(stage).map_or(Law::Unknown, Law::Lags),
        Rate::Any => Law::Multiplies,
        // A batch that goes early is no fixed number of items.
        Rate::Gathers if stands_at_edge(stage) => Law::Multiplies,
        Rate::Gathers => literal(stage).map_or(Law::Unknown, Law::Gathers),
        Rate::Unknown => Law::Unknown,
    }
}

/// Whether the user has said `rate = 1` of a stage that the macro cannot see into.
pub(crate) fn claims_one_to_one(stage: &Stage) -> bool {
    let is_one = |argument: &Argument| matches!(&argument.tokens[..], [TokenTree::Literal(one)] if one.to_string() == "1");
    rate(stage).is_some_and(is_one)
}

/// `rate = ..`
pub(crate) fn rate(stage: &Stage) -> Option<&Argument> {
    if stage.entry.is_some() {
        return option(stage, "rate");
    }
    let list = stage.arguments.as_ref()?.list.as_ref()?;
    list.iter()
        .find(|argument| argument.name.as_ref().is_some_and(|name| name == "rate"))
}

/// The number that a stage's first value argument is, where it is a literal.
fn literal(stage: &Stage) -> Option<u64> {
    let entry = stage.entry?;
    let list = stage.arguments.as_ref()?.list.as_ref()?;
    let argument = list.first()?;
    let counts = matches!(entry.argument(0)?.role, Role::Count { .. } | Role::Value);
    match (&argument.tokens[..], counts) {
        ([TokenTree::Literal(literal)], true) => match quantity(literal)? {
            Quantity::Number(number) => number,
            _ => None,
        },
        _ => None,
    }
}

/// The bound of a `buffer`, where it is a literal.
pub(crate) fn bound(graph: &Graph<'_>, node: NodeId) -> Option<u64> {
    if graph.is(node, Kind::Buffer) {
        literal(graph.stage(node))
    } else {
        None
    }
}
