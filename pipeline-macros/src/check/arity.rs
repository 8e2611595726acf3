//! How many streams go in and come out.

use super::Checks;
use crate::diagnostics::messages;
use crate::stages::{Entry, Kind, Streams};
use crate::syntax::Head;

/// Several streams are joined; a join has several.
pub(super) fn joins_have_several_streams(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let Head::Streams(group, names) = chain.head else {
            continue;
        };
        let error = match chain.first() {
            None if names.len() == 1 => continue,
            None => messages::streams_without_a_stage((group.span_open(), group.span_close())),
            Some(first) => {
                let (stage, joins) = (
                    checks.graph.stage(first),
                    checks.graph.entry(first).is_some_and(Entry::is_join),
                );
                match (joins, names.len()) {
                    (true, 1) => {
                        messages::needs_two_streams(stage.span(), &stage.word, &stage.shown())
                    }
                    (false, n) if n > 1 => messages::takes_one_stream(stage.span(), &stage.word, n),
                    _ => continue,
                }
            }
        };
        checks.report(id, error);
    }
}

/// A stage that joins stands behind several streams.
pub(super) fn joins_stand_behind_several_streams(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let chain = checks.graph.chain(checks.graph.node(node).chain);
        let behind = chain.first() == Some(node) && matches!(chain.head, Head::Streams(..));
        if checks.graph.is(node, Kind::Join) && !behind && checks.is_sound(node) {
            let stage = checks.graph.stage(node);
            checks.report_at(
                node,
                messages::needs_two_streams(stage.span(), &stage.word, &stage.shown()),
            );
        }
    }
}

/// A split is the last stage of its chain, and each of its streams has a name.
pub(super) fn splits_are_bound_to_their_streams(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let Some(split) = chain.node_ids().find(|node| checks.graph.is_split(*node)) else {
            continue;
        };
        let (stage, is_last) = (checks.graph.stage(split), chain.last() == Some(split));
        let streams = checks
            .graph
            .entry(split)
            .and_then(Entry::splits)
            .unwrap_or(Streams::AsNamed);
        let error = match chain.binding {
            Some(binding) if is_last => {
                let bound = binding.pattern.names().len();
                let fits = match streams {
                    Streams::AsNamed => bound >= 2,
                    Streams::Fixed(streams) => bound == streams,
                };
                if fits {
                    continue;
                }
                messages::gives_streams(stage.span(), &stage.word, streams, bound)
            }
            _ => messages::split_without_names(stage.span(), &stage.shown()),
        };
        checks.report(id, error);
    }
}
