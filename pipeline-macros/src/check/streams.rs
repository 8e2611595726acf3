//! Streams are consumed exactly once; results are used in the tail.

use super::Checks;
use crate::diagnostics::messages;
use crate::graph::{StreamId, Target};

/// The streams that a chain begins with exist.
pub(super) fn streams_are_known(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        for place in 0..checks.graph.chain(id).uses.len() {
            let used = &checks.graph.chain(id).uses[place];
            let error = match used.target {
                Target::Stream(_) | Target::Mistaken => continue,
                Target::Result => messages::result_as_stream(used.name),
                Target::Later => {
                    checks.meant.push(used.name.to_string());
                    messages::used_before_declared(used.name)
                }
                Target::Unknown(similar) => {
                    let similar = similar.map(ToString::to_string);
                    let several = checks.graph.chain(id).uses.len() > 1;
                    let error = messages::unknown_stream(used.name, similar.as_deref(), several);
                    match similar.filter(|similar| is_free(checks, similar)) {
                        Some(similar) => checks.meant.push(similar),
                        None => checks.names_failed = true,
                    }
                    error
                }
            };
            checks.report(id, error);
        }
    }
}

/// Nobody reads what somebody else has read.
pub(super) fn streams_are_consumed_once(checks: &mut Checks<'_, '_>) {
    for stream in &checks.graph.streams {
        if let [first, again, ..] = stream.consumers[..] {
            checks.errors.push(messages::consumed_again(again, first));
            checks.names_failed = true;
        }
    }
}

/// Every stream is read by somebody.
pub(super) fn streams_are_consumed(checks: &mut Checks<'_, '_>) {
    // A name that nobody knows, or a repeated one, explains why another one is not read.
    if checks.names_failed {
        return;
    }
    for id in checks.sound_chains() {
        for StreamId(stream) in checks.graph.chain(id).streams.clone() {
            let stream = &checks.graph.streams[stream];
            let as_value = checks
                .graph
                .streams_as_values
                .iter()
                .any(|name| name == stream.name);
            let meant = checks.meant.iter().any(|name| stream.name == name);
            if stream.consumers.is_empty() && !as_value && !meant {
                checks.errors.push(messages::never_consumed(stream.name));
            }
        }
    }
}

/// The tail's expression is over results.
pub(super) fn streams_are_no_values(checks: &mut Checks<'_, '_>) {
    for name in &checks.graph.streams_as_values {
        checks.errors.push(messages::stream_as_value(name));
    }
}

/// A type stands on a result; `_` is no stream; a tuple needs a split, or a result to take apart.
pub(super) fn patterns_fit(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let Some(binding) = chain.binding else {
            continue;
        };
        if chain.last().is_some_and(|last| checks.graph.is_sink(last)) {
            continue;
        }
        let names = binding.pattern.names();
        let underscore = names.iter().find(|name| *name == "_");
        let splits = chain.last().is_some_and(|last| checks.graph.is_split(last));
        let error = if let Some((colon, ty)) = &binding.ty {
            let last = ty.clone().into_iter().last();
            messages::type_on_stream((*colon, last.map_or(*colon, |token| token.span())))
        } else if let Some(underscore) = underscore {
            messages::unread(underscore.span())
        } else if names.len() > 1 && !splits {
            let span = binding.pattern.span();
            // `let (a, b) = rows;` has no stage: the stream is named.
            let stream = chain.uses.first().map(|used| used.name.to_string());
            let word = chain
                .last()
                .map(|last| checks.graph.stage(last).word.clone());
            let word = word.or(stream).unwrap_or_default();
            messages::gives_one_stream((span, span), &word, names.len())
        } else {
            continue;
        };
        checks.report(id, error);
    }
}

/// What a chain gives goes somewhere.
pub(super) fn chains_end_in_a_sink_or_a_name(checks: &mut Checks<'_, '_>) {
    for id in checks.sound_chains() {
        let chain = checks.graph.chain(id);
        let ends = chain.last().is_some_and(|last| checks.graph.is_sink(last));
        if !ends && chain.binding.is_none() && !chain.is_tail {
            checks.report(id, messages::no_sink_and_no_name(chain.span(checks.graph)));
        }
    }
}

fn is_free(checks: &Checks<'_, '_>, name: &str) -> bool {
    let mut streams = checks.graph.streams.iter();
    streams.any(|stream| stream.name == name && stream.consumers.is_empty())
}
