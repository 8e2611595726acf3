//! Streams and results.

use super::{Diagnostic, Span, Spans, at};
use proc_macro2::Ident;

pub(crate) fn never_consumed(stream: &Ident) -> Diagnostic {
    Diagnostic::new(
        stream.span(),
        format!("stream `{stream}` is never consumed"),
    )
    .help("end it with a sink such as `for_each(..)`, or return it as the tail")
}

pub(crate) fn consumed_again(again: &Ident, first: &Ident) -> Diagnostic {
    let error = Diagnostic::new(
        again.span(),
        format!("stream `{again}` is consumed more than once"),
    );
    let line = first.span().start().line;
    error
        .note(format!("first on line {line}"))
        .help(format!("split it: `let (a, b) = {again} >> tee;`"))
}

pub(crate) fn unknown_stream(
    name: &Ident,
    similar: Option<&str>,
    is_one_of_several: bool,
) -> Diagnostic {
    let error = Diagnostic::new(
        name.span(),
        format!("cannot find stream `{name}` in this pipeline"),
    );
    match similar {
        Some(similar) => error.help(format!("a stream with a similar name exists: `{similar}`")),
        None if is_one_of_several => {
            error.help(format!("name it first: `let {name} = from({name});`"))
        }
        None => error.help(format!("start the chain with `from({name})`")),
    }
}

pub(crate) fn used_before_declared(name: &Ident) -> Diagnostic {
    Diagnostic::new(
        name.span(),
        format!("stream `{name}` is used before it is declared"),
    )
}

pub(crate) fn result_as_stream(name: &Ident) -> Diagnostic {
    Diagnostic::new(name.span(), format!("`{name}` is a result, not a stream"))
}

pub(crate) fn stream_as_value(name: &Ident) -> Diagnostic {
    Diagnostic::new(name.span(), format!("stream `{name}` has no result"))
        .help("end it with a sink such as `collect`")
}

pub(crate) fn no_sink_and_no_name(chain: Spans) -> Diagnostic {
    at(chain, "this chain has no sink and no name")
        .help("end it with a sink, or name it: `let stream = ..;`")
}

pub(crate) fn split_without_names(split: Spans, word: &str) -> Diagnostic {
    at(
        split,
        format!("`{word}` gives several streams; bind them first"),
    )
    .help(format!("`let (a, b) = .. >> {word};`"))
}

pub(crate) fn type_on_stream(ty: Spans) -> Diagnostic {
    at(ty, "a type stands on results only")
}

pub(crate) fn unread(underscore: Span) -> Diagnostic {
    Diagnostic::new(underscore, "`_` would leave a stream unread")
        .help("name it and end it with `discard`")
}
