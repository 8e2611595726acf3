//! Every sentence that a user can read, once: one place to review the wording.

use super::Diagnostic;
use proc_macro2::Span;

mod arity;
mod ends;
mod parts;
mod regions;
mod streams;
mod syntax;
mod values;
mod waiting;

pub(crate) use arity::*;
pub(crate) use ends::*;
pub(crate) use parts::*;
pub(crate) use regions::*;
pub(crate) use streams::*;
pub(crate) use syntax::*;
pub(crate) use values::*;
pub(crate) use waiting::*;

/// Two tokens: where something begins and ends.
type Spans = (Span, Span);

fn at((start, end): Spans, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(start, message).to(end)
}

/// Small numbers are words.
fn number(n: usize) -> String {
    let words = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    words
        .get(n)
        .map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// "one stream", "three streams".
fn counted(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{} {what}{plural}", number(n))
}

/// "`a`, `b`, and `c`"
fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    series(&quoted)
}

/// "a, b, and c"
fn series(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [most @ .., last] => format!("{}, and {last}", most.join(", ")),
    }
}
