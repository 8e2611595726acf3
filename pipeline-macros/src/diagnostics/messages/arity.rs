//! How many streams.

use super::{Diagnostic, Spans, at, counted, number};
use crate::stages::Streams;

pub(crate) fn gives_streams(
    split: Spans,
    word: &str,
    streams: Streams,
    bound: usize,
) -> Diagnostic {
    let gives = match streams {
        Streams::AsNamed => "at least two streams".to_owned(),
        Streams::Fixed(n) => counted(n, "stream"),
    };
    let are = if bound == 1 { "is" } else { "are" };
    at(
        split,
        format!(
            "`{word}` gives {gives}, but {} {are} bound",
            counted(bound, "name")
        ),
    )
}

pub(crate) fn gives_one_stream(pattern: Spans, word: &str, bound: usize) -> Diagnostic {
    let are = if bound == 1 { "is" } else { "are" };
    at(
        pattern,
        format!(
            "`{word}` gives one stream, but {} {are} bound",
            counted(bound, "name")
        ),
    )
}

pub(crate) fn takes_one_stream(stage: Spans, word: &str, has: usize) -> Diagnostic {
    at(
        stage,
        format!("`{word}` takes one stream, but has {}", number(has)),
    )
    .help("merge them first: `(a, b) >> fan_in`")
}

pub(crate) fn needs_two_streams(stage: Spans, word: &str, shown: &str) -> Diagnostic {
    at(
        stage,
        format!("`{word}` needs at least two streams, but has one"),
    )
    .help(format!("write `(a, b) >> {shown}`"))
}

pub(crate) fn streams_without_a_stage(streams: Spans) -> Diagnostic {
    at(streams, "several streams need a stage that joins them")
        .help("merge them: `(a, b) >> fan_in`")
}
