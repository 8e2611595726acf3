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
                Target::Stream(_) => continue,
                Target::Result => messages::result_as_stream(used.name),
                Target::Later => messages::used_before_declared(used.name),
                Target::Unknown(similar) => {
                    let similar = similar.map(ToString::to_string);
                    messages::unknown_stream(used.name, similar.as_deref())
                }
            };
            checks.names_failed |= used.target != Target::Result;
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
    // A misspelt or repeated name explains why another one is not read.
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
            if stream.consumers.is_empty() && !as_value {
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
        let Some(last) = chain
            .last()
            .filter(|last| !checks.graph.is_sink(*last))
            .or(chain.first())
        else {
            // `let b = a;` gives a stream another name.
            continue;
        };
        if checks.graph.is_sink(last) {
            continue;
        }
        let names = binding.pattern.names();
        let underscore = names.iter().find(|name| *name == "_");
        let error = if let Some((colon, _)) = binding.ty {
            messages::type_on_stream(colon)
        } else if let Some(underscore) = underscore {
            messages::unread(underscore.span())
        } else if names.len() > 1 && !checks.graph.is_split(last) {
            let span = binding.pattern.span();
            messages::gives_one_stream((span, span), &checks.graph.stage(last).word, names.len())
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
