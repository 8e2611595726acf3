//! Where chains begin and end.

use super::Checks;
use crate::diagnostics::{messages, similar};
use crate::stages::{self, Entry, Kind};
use crate::syntax::{Head, shaping_word_like};

/// A stage is one of the table, or a user's own that does not look like a misspelt word that shapes the graph.
pub(super) fn stages_are_known(checks: &mut Checks<'_, '_>) {
    for node in checks.sound_nodes() {
        let stage = checks.graph.stage(node);
        if !stage.is_mistaken() {
            continue;
        }
        let chain = checks.graph.chain(checks.graph.node(node).chain);
        let starts = chain.first() == Some(node) && matches!(chain.head, Head::Stage);
        let next = chain.node_ids().find(|next| next.0 == node.0 + 1);
        let may_end = next.is_none_or(|next| checks.graph.is(next, Kind::FanIn));
        if stages::is_reserved(&stage.word) {
            checks.report_at(node, messages::reserved(stage.name.span(), &stage.word));
        } else if !starts && let Some(meant) = shaping_word_like(&stage.word) {
            // `mine` in the middle is a user's own stage, at the end it may be `min`.
            let ends = meant.is_sink() || meant.splits().is_some();
            if !ends || may_end {
                checks.report_at(
                    node,
                    messages::similar_stage(stage.name.span(), &stage.word, meant.name),
                );
            }
        }
    }
}

/// A chain begins with a source, a stream, or several streams.
pub(super) fn chains_begin_with_a_source_or_a_stream(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let (Head::Stage, Some(first)) = (chain.head, chain.first()) else {
            continue;
        };
        let stage = checks.graph.stage(first);
        let error = match stage.entry {
            Some(entry) if entry.is_source() => continue,
            Some(_) => messages::needs_a_stream(stage.span(), &stage.word),
            None => {
                let sources = stages::all().filter(|entry| entry.is_source());
                let found = similar(&stage.word, sources.map(|entry| entry.name));
                match found {
                    Some(meant) if stage.path.is_empty() => {
                        messages::similar_source(stage.name.span(), &stage.word, meant)
                    }
                    _ => {
                        let path = stage.path.to_string().replace(' ', "");
                        let name = (stage.start(), stage.name.span());
                        let (word, shown) = (&stage.word, stage.shown());
                        messages::unknown_source(
                            name,
                            &format!("{path}{word}"),
                            &format!("{path}{shown}"),
                        )
                    }
                }
            }
        };
        checks.report(id, error);
    }
}

/// A source stands nowhere else.
pub(super) fn sources_stand_first(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let starts = usize::from(matches!(chain.head, Head::Stage));
        let late = chain
            .node_ids()
            .skip(starts)
            .find(|node| checks.graph.entry(*node).is_some_and(Entry::is_source));
        if let Some(node) = late {
            let stage = checks.graph.stage(node);
            checks.report(
                id,
                messages::source_in_the_middle(stage.span(), &stage.word),
            );
        }
    }
}

/// A sink is the last stage, or stands in a region in front of `fan_in`.
pub(super) fn nothing_follows_a_sink(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let pairs = chain.node_ids().zip(chain.node_ids().skip(1));
        let wrong = pairs.into_iter().find(|(sink, next)| {
            let in_region = checks.graph.node(*sink).region.is_some();
            checks.graph.is_sink(*sink) && !(in_region && checks.graph.is(*next, Kind::FanIn))
        });
        if let Some((sink, next)) = wrong {
            let (sink, next) = (checks.graph.stage(sink), checks.graph.stage(next));
            checks.report(id, messages::after_a_sink(next.span(), &sink.word));
        }
    }
}

/// A stream that never ends goes into a sink that can do without its end.
pub(super) fn streams_end_where_it_matters(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let Some(sink) = chain.last().filter(|last| checks.graph.is_sink(*last)) else {
            continue;
        };
        let needs_the_end = checks.graph.entry(sink).is_some_and(|entry| !entry.endless);
        if let (true, Some(source)) = (needs_the_end, checks.graph.endless_source(chain)) {
            let (sink, source) = (checks.graph.stage(sink), checks.graph.stage(source));
            checks.report(
                id,
                messages::never_ends(sink.span(), &source.word, &sink.word),
            );
        }
    }
}
