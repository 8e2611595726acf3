//! What is no pipeline at all.

use super::{Diagnostic, Span};

pub(crate) fn empty() -> Diagnostic {
    Diagnostic::new(Span::call_site(), "this pipeline is empty")
        .help("start with a source such as `from(..)`")
}

pub(crate) fn joined_by(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "stages are joined by `>>`").to(end)
}

pub(crate) fn expected_joint(wrong: Span, after: &str) -> Diagnostic {
    Diagnostic::new(wrong, format!("expected `>>` or `;` after `{after}`"))
}

pub(crate) fn expected_stage_after(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "expected a stage after `>>`").to(end)
}

pub(crate) fn expected_name_in_path(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "expected the name of a stage after `::`").to(end)
}

pub(crate) fn found_keyword(wrong: Span, word: &str) -> Diagnostic {
    Diagnostic::new(wrong, format!("expected a stage, found keyword `{word}`"))
}

pub(crate) fn expected_source(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "expected a source or a stream")
        .to(end)
        .help("start the chain with a source such as `from(..)`")
}

pub(crate) fn found_keyword_first(wrong: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        wrong,
        format!("expected a source or a stream, found keyword `{word}`"),
    )
    .help("start the chain with a source such as `from(..)`")
}

pub(crate) fn expected_streams(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "only named streams can be joined")
        .to(end)
        .help("name it first: `let stream = ..;`")
}

pub(crate) fn expected_names(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "a pattern here is a name or a flat tuple of names").to(end)
}

pub(crate) fn expected_equals(last: Span) -> Diagnostic {
    Diagnostic::new(last, "expected `=` and a chain after the pattern")
}

pub(crate) fn expected_type(colon: Span) -> Diagnostic {
    Diagnostic::new(colon, "expected a type after `:`")
}

pub(crate) fn expected_semicolon(last: Span) -> Diagnostic {
    Diagnostic::new(last, "expected `;` at the end of this statement")
}

pub(crate) fn expected_error_type(wrong: Span) -> Diagnostic {
    Diagnostic::new(wrong, "expected `type Error = ..;`")
        .note("the only type that a pipeline declares is that of its error")
}

pub(crate) fn expected_semicolon_after_type(wrong: Span) -> Diagnostic {
    Diagnostic::new(wrong, "expected `;` after the type of the error")
}

pub(crate) fn error_type_stands_first(keyword: Span) -> Diagnostic {
    Diagnostic::new(keyword, "`type Error` is the first statement of a pipeline")
}

pub(crate) fn expected_pipes(after: Span) -> Diagnostic {
    Diagnostic::new(after, "expected `||` and the pipeline").help("write `move || ..`")
}

pub(crate) fn expected_input(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "expected the input of an open pipeline")
        .to(end)
        .help("`|items: Stream<T>|`")
}

pub(crate) fn one_input(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "an open pipeline has one input").to(end)
}

pub(crate) fn move_stands_at_closures(own: Span) -> Diagnostic {
    Diagnostic::new(own, "`move` cannot stand in front of an open pipeline")
        .note("its closures say themselves what they own: `map(move |item| ..)`")
}

pub(crate) fn attributes_are_not_supported(start: Span, end: Span) -> Diagnostic {
    Diagnostic::new(start, "attributes are not supported here")
        .to(end)
        .note("comments are fine")
}
