//! The options of a stage: the words and names among its arguments that the table knows.

use super::{Graph, NodeId};
use crate::stages::{AtEdge, Entry, Role};
use crate::syntax::{Argument, Stage};

/// Whether a `fan_out` keeps the order.
pub(crate) fn is_ordered(graph: &Graph<'_>, fan_out: NodeId) -> bool {
    options(graph.stage(fan_out))
        .iter()
        .any(|argument| argument.word().is_some_and(|w| w == "ordered"))
}

/// The key of a `fan_out(n, by = key)`.
pub(crate) fn key(fan_out: &Stage) -> Option<&Argument> {
    option(fan_out, "by")
}

/// An option that has a value.
pub(crate) fn option<'s>(stage: &'s Stage, name: &str) -> Option<&'s Argument> {
    let named = |argument: &&Argument| argument.name.as_ref().is_some_and(|word| word == name);
    options(stage).into_iter().find(named)
}

/// The arguments of a stage that are options.
pub(crate) fn options(stage: &Stage) -> Vec<&Argument> {
    let (Some(entry), Some(arguments)) = (stage.entry, &stage.arguments) else {
        return Vec::new();
    };
    let list = arguments.list.iter().flatten();
    list.filter(|argument| is_option(argument, entry)).collect()
}

/// Whether an argument is an option of this stage.
pub(crate) fn is_option(argument: &Argument, entry: &Entry) -> bool {
    let word = argument.name.as_ref().or_else(|| argument.word());
    word.is_some_and(|word| entry.options.iter().any(|option| word == option.name))
}

/// Whether a stage stands at the receiving end of an edge, because it can stop waiting.
pub(crate) fn stands_at_edge(stage: &Stage) -> bool {
    let Some(entry) = stage.entry else {
        return false;
    };
    match entry.at_edge {
        AtEdge::Never => false,
        AtEdge::Always => true,
        AtEdge::WithTime => {
            let list = stage
                .arguments
                .as_ref()
                .and_then(|arguments| arguments.list.as_ref());
            let given = list
                .into_iter()
                .flatten()
                .filter(|argument| !is_option(argument, entry));
            let takes = entry.arguments.iter().take(given.count());
            takes
                .into_iter()
                .any(|argument| argument.role == Role::Time)
        }
    }
}
