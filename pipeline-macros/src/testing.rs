//! Text to what the compiler would show: the harness of the in-process tests.

use crate::diagnostics::{Diagnostic, Errors, render};
use crate::{check, compile, graph, syntax};
use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

/// The diagnostics of a body of `pipeline!`, as the compiler would print them without its frame: for each one the line, the
/// underlined text, the message, the notes and the helps.
pub(crate) fn diagnostics(body: &str) -> String {
    shown_all(body, tokens(body))
}

/// The same of a body in which another macro has put what stands in `@(..)`: such groups are invisible.
pub(crate) fn diagnostics_of_passed_on(body: &str) -> String {
    shown_all(body, with_invisible_groups(tokens(body)))
}

fn shown_all(body: &str, tokens: TokenStream) -> String {
    errors(tokens)
        .iter()
        .map(|error| shown(body, error))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The same as data.
pub(crate) fn errors(body: TokenStream) -> Vec<Diagnostic> {
    let mut errors = Errors::default();
    let syntax = syntax::parse(body, &mut errors);
    if errors.is_empty() {
        check::all(&graph::build(&syntax), &mut errors);
    }
    errors.into_vec()
}

/// The expansion of a body that has no mistake, formatted.
pub(crate) fn expansion(body: &str) -> String {
    assert_eq!(
        diagnostics(body),
        "",
        "this pipeline was to be right:\n{body}"
    );
    let expression = compile::compile(tokens(body));
    let text = format!("fn expanded() {{ {expression} }}");
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    prettyplease::unparse(&file)
}

pub(crate) fn tokens(text: &str) -> TokenStream {
    text.parse()
        .unwrap_or_else(|error| panic!("no Rust tokens: {error}:\n{text}"))
}

/// Takes `@(..)` for a group without delimiters, as `macro_rules!` puts them around what was matched.
pub(crate) fn with_invisible_groups(tokens: TokenStream) -> TokenStream {
    let mut marked = false;
    let mut all = Vec::new();
    for token in tokens {
        let is_mark = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '@');
        match token {
            TokenTree::Group(group) => {
                let delimiter = if marked {
                    Delimiter::None
                } else {
                    group.delimiter()
                };
                let mut copy = Group::new(delimiter, with_invisible_groups(group.stream()));
                copy.set_span(group.span());
                all.push(TokenTree::Group(copy));
            }
            token if !is_mark => all.push(token),
            _ => {}
        }
        marked = is_mark;
    }
    all.into_iter().collect()
}

fn shown(body: &str, error: &Diagnostic) -> String {
    let (start, end) = error.span;
    let underlined = underlined(body, start, end);
    let text = render::text(error).replace('\n', "\n    ");
    format!("{}: {underlined}\n    {text}", start.start().line)
}

/// What is underlined; nothing for what can only stand at the whole macro.
fn underlined(body: &str, start: Span, end: Span) -> String {
    let (Some(from), Some(to)) = (start.source_text(), end.source_text()) else {
        return "the whole macro".to_owned();
    };
    if start.byte_range() == end.byte_range() {
        return from;
    }
    let length = end.byte_range().end - start.byte_range().start;
    let begins = offset(body, start);
    body.get(begins..begins + length)
        .map_or(format!("{from} .. {to}"), str::to_owned)
}

/// Where a span begins in the text.
fn offset(body: &str, span: Span) -> usize {
    let at = span.start();
    let lines = body
        .split_inclusive('\n')
        .take(at.line - 1)
        .map(str::len)
        .sum::<usize>();
    let line = &body[lines..];
    lines
        + line
            .chars()
            .take(at.column)
            .map(char::len_utf8)
            .sum::<usize>()
}
