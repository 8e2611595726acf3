//! Where chains begin and end.

use super::{Diagnostic, Span, Spans, at};

pub(crate) fn needs_a_stream(stage: Spans, shown: &str) -> Diagnostic {
    at(stage, format!("`{shown}` needs a stream in front of it"))
        .help("start the chain with a source such as `from(..)` or with a named stream")
}

pub(crate) fn unknown_source(name: Spans, word: &str, shown: &str) -> Diagnostic {
    at(name, format!("cannot find source `{word}`"))
        .help(format!("start the chain with `from({shown})`"))
}

pub(crate) fn similar_source(name: Span, shown: &str, similar: &str) -> Diagnostic {
    Diagnostic::new(name, format!("cannot find source `{shown}`"))
        .help(format!("a source with a similar name exists: `{similar}`"))
}

pub(crate) fn after_a_sink(stage: Spans, sink: &str) -> Diagnostic {
    at(
        stage,
        format!("`{sink}` ends the stream; nothing can follow it"),
    )
}

pub(crate) fn source_in_the_middle(stage: Spans, word: &str) -> Diagnostic {
    at(
        stage,
        format!("`{word}` starts a stream; it cannot stand after another stage"),
    )
}

pub(crate) fn similar_stage(name: Span, word: &str, similar: &str) -> Diagnostic {
    Diagnostic::new(name, format!("cannot find stage `{word}`"))
        .help(format!("a stage with a similar name exists: `{similar}`"))
        .help(format!(
            "a stage of your own is called by its path: `YourTrait::{word}`"
        ))
}

pub(crate) fn reserved(name: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        name,
        format!("`{word}` is reserved for a stage of the next version"),
    )
    .help(format!(
        "a stage of your own is called by its path: `YourTrait::{word}`"
    ))
}

pub(crate) fn never_ends(sink: Spans, source: &str, word: &str) -> Diagnostic {
    at(
        sink,
        format!("`{source}` never ends, so `{word}` never gives a result"),
    )
    .help("`take(n)` or `or_done(done)`")
}
