//! Open pipelines.

use super::{Diagnostic, Span, Spans, at};
use proc_macro2::Ident;

pub(crate) fn not_in_a_part(stage: Spans, word: &str, timed: bool) -> Diagnostic {
    let timed = if timed { " with a time" } else { "" };
    let message = format!("`{word}`{timed} cannot stand in an open pipeline");
    at(stage, message)
        .note("an open pipeline has one input, fused stages of the table, and one output")
}

pub(crate) fn part_has_one_input(chain: Spans, input: &Ident) -> Diagnostic {
    at(chain, "an open pipeline has one input").help(format!("start the chain with `{input}`"))
}

pub(crate) fn part_is_one_chain(chain: Spans) -> Diagnostic {
    at(
        chain,
        "an open pipeline is one chain, without `let` and `;`",
    )
}

pub(crate) fn part_needs_a_chain(input: &Ident) -> Diagnostic {
    Diagnostic::new(input.span(), format!("stream `{input}` is never consumed"))
        .help(format!("`|{input}: Stream<T>| {input} >> map(..)`"))
}

pub(crate) fn no_error_type(input: Span) -> Diagnostic {
    Diagnostic::new(input, "an open pipeline has no error of its own")
        .note("its failures end the run that it is spliced into")
}
