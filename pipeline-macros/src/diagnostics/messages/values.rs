//! Arguments, options, units, and `?`.

use super::{Diagnostic, Span, Spans, at, counted, listed, series};
use crate::stages::Entry;

const DURATIONS: &str = "durations end in `us`, `ms`, `s`, `min`, or `h`";

pub(crate) fn needs(literal: Span, word: &str, needs: &str) -> Diagnostic {
    Diagnostic::new(literal, format!("`{word}` needs {needs}"))
}

pub(crate) fn zero_time(literal: Span) -> Diagnostic {
    Diagnostic::new(literal, "a duration must be longer than zero")
}

pub(crate) fn wrong_arguments(stage: Spans, entry: &Entry, has: usize) -> Diagnostic {
    let takes = if entry.arguments.is_empty() {
        "no arguments".to_owned()
    } else {
        let each = entry.arguments.iter().map(|argument| {
            let optional = if argument.optional {
                "an optional "
            } else {
                ""
            };
            let what = argument.what;
            let what = if argument.optional {
                what.strip_prefix("a ").unwrap_or(what)
            } else {
                what
            };
            let each = if argument.each_input {
                " for each stream"
            } else {
                ""
            };
            format!("{optional}{what}{each}")
        });
        series(&each.collect::<Vec<_>>())
    };
    at(
        stage,
        format!(
            "`{}` takes {takes}, but has {}",
            entry.name,
            counted(has, "argument")
        ),
    )
}

pub(crate) fn unknown_option(
    option: Span,
    word: &str,
    stage: &Entry,
    similar: Option<&str>,
) -> Diagnostic {
    let error = Diagnostic::new(
        option,
        format!("unknown option `{word}` for `{}`", stage.name),
    );
    match similar {
        Some(similar) => error.help(format!("an option with a similar name exists: `{similar}`")),
        None => {
            let names: Vec<String> = stage
                .options
                .iter()
                .map(|option| option.name.to_owned())
                .collect();
            if names.is_empty() {
                return error.note(format!("`{}` has no options", stage.name));
            }
            let options = if names.len() == 1 {
                "option"
            } else {
                "options"
            };
            error.note(format!(
                "`{}` has the {options} {}",
                stage.name,
                listed(&names)
            ))
        }
    }
}

pub(crate) fn repeated_option(option: Span, word: &str) -> Diagnostic {
    Diagnostic::new(option, format!("option `{word}` is given more than once"))
}

pub(crate) fn unknown_unit(
    literal: Span,
    unit: &str,
    text: &str,
    only_durations: bool,
) -> Diagnostic {
    let error =
        Diagnostic::new(literal, format!("unknown unit `{unit}` in `{text}`")).help(DURATIONS);
    if only_durations {
        return error;
    }
    error.help("sizes end in `kb`, `kib`, `mb`, `mib`, `gb`, or `gib`")
}

pub(crate) fn unit_overflow(literal: Span, text: &str) -> Diagnostic {
    Diagnostic::new(literal, format!("`{text}` is more than can be told"))
}

pub(crate) fn not_a_count(literal: Span, word: &str, text: &str, is: &str) -> Diagnostic {
    Diagnostic::new(
        literal,
        format!("`{word}` takes a count here, but `{text}` is {is}"),
    )
}

pub(crate) fn not_a_duration(literal: Span, word: &str, text: &str, is: &str) -> Diagnostic {
    Diagnostic::new(
        literal,
        format!("`{word}` takes a duration here, but `{text}` is {is}"),
    )
    .help(DURATIONS)
}

pub(crate) fn question_behind_split(question: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        question,
        format!("`?` cannot stand behind `{word}`, which gives several streams"),
    )
    .help(format!("put it in front: `..? >> {word}`"))
}

pub(crate) fn needs_question(stage: Spans, word: &str, shown: &str) -> Diagnostic {
    at(
        stage,
        format!("`{word}` can fail, so it needs a `?` behind it"),
    )
    .help(format!("`{shown}?`"))
}

pub(crate) fn option_value(option: Span, word: &str, needs: bool) -> Diagnostic {
    if needs {
        let error = Diagnostic::new(option, format!("option `{word}` needs a value"));
        return error.help(format!("`{word} = ..`"));
    }
    Diagnostic::new(option, format!("option `{word}` takes no value"))
}

pub(crate) fn options_exclude(option: Span, word: &str, other: &str) -> Diagnostic {
    Diagnostic::new(
        option,
        format!("options `{word}` and `{other}` exclude each other"),
    )
}

pub(crate) fn rate_is_one(value: Spans) -> Diagnostic {
    at(value, "`rate` can only be `1`: one item for one, in order")
}
