//! `fan_out` and what closes it.

use super::{Diagnostic, Spans, at};

const CLOSE_FIRST: &str = "close the region first: `>> fan_in`";

pub(crate) fn no_region_open(fan_in: Spans) -> Diagnostic {
    at(fan_in, "`fan_in` closes a `fan_out`, and none is open here")
}

pub(crate) fn never_meet(fan_out: Spans, shown: &str) -> Diagnostic {
    at(
        fan_out,
        format!("the workers of `{shown}` never meet again"),
    )
    .help("close the region with `fan_in` or end it with a sink")
}

pub(crate) fn nested(fan_out: Spans, outer: &str) -> Diagnostic {
    at(fan_out, "regions cannot be nested")
        .note(format!("`{outer}` is still open here"))
        .help("close the first one with `fan_in`")
}

pub(crate) fn nothing_to_run(fan_out: Spans, shown: &str) -> Diagnostic {
    at(fan_out, format!("`{shown}` has nothing to run"))
}

pub(crate) fn no_meaning(
    sink: Spans,
    word: &str,
    again: &str,
    fan_out: &str,
    merge: &str,
) -> Diagnostic {
    at(
        sink,
        format!("`{word}` has no meaning across the workers of `{fan_out}`"),
    )
    .help(format!("`{again} >> fan_in >> {merge}`"))
}

pub(crate) fn order_needs_fan_in(sink: Spans, again: &str) -> Diagnostic {
    at(
        sink,
        "an `ordered` region gives its order only through `fan_in`",
    )
    .help(format!("`fan_in >> {again}`"))
}

pub(crate) fn cannot_stand_inside(stage: Spans, word: &str, fan_out: &str) -> Diagnostic {
    at(stage, format!("`{word}` cannot stand inside `{fan_out}`")).help(CLOSE_FIRST)
}

pub(crate) fn counts_on_each_worker(stage: Spans, word: &str, fan_out: &str) -> Diagnostic {
    at(
        stage,
        format!("`{word}` inside `{fan_out}` would count on each worker"),
    )
    .help(CLOSE_FIRST)
}

pub(crate) fn holds_items_back(stage: Spans, word: &str, fan_out: &str) -> Diagnostic {
    at(
        stage,
        format!("`{word}` inside `{fan_out}` would hold items back that the order waits for"),
    )
    .help(CLOSE_FIRST)
}

pub(crate) fn timed_inside(stage: Spans, fan_out: &str) -> Diagnostic {
    at(
        stage,
        format!("`batch` with a time cannot stand inside `{fan_out}`"),
    )
    .help(CLOSE_FIRST)
}
