//! The table in the docs is written from the table in the code.

use crate::stages::{Argument, Entry, InRegion, Kind, Order, Rate, all, find, is_reserved};
use expect_test::expect_file;
use std::fmt::Write;

#[test]
fn the_docs_list_every_stage_as_the_table_has_it() {
    let mut text = String::from(
        "# The stages\n\nWritten from the compiler's own table by a test; change it there.\n\n\
         | stage | takes → gives | in a region | |\n|---|---|---|---|\n",
    );
    for entry in all() {
        let arguments: Vec<String> = entry.arguments.iter().map(argument).collect();
        let mut call = entry.name.to_owned();
        if !arguments.is_empty() {
            call = format!("{call}({})", arguments.join(", "));
        }
        for option in entry.options {
            let value = if option.has_value { " = .." } else { "" };
            call = format!("{call}, option `{}{value}`", option.name);
        }
        let _ = writeln!(
            text,
            "| `{call}` | {} | {} | {} |",
            gives(entry),
            region(entry),
            entry.doc
        );
    }
    expect_file!["../../../docs/stages.md"].assert_eq(&text);
}

fn argument(argument: &Argument) -> String {
    let what = argument
        .what
        .trim_start_matches("a ")
        .trim_start_matches("an ");
    if argument.optional {
        format!("[{what}]")
    } else {
        what.to_owned()
    }
}

fn gives(entry: &Entry) -> String {
    let mut text = match entry.kind {
        Kind::Source => "source".to_owned(),
        Kind::Generator => "source, boundary".to_owned(),
        Kind::Join => "several → 1, boundary".to_owned(),
        Kind::Sink => "sink".to_owned(),
        Kind::Split { .. } => "1 → several, boundary".to_owned(),
        Kind::FanOut | Kind::Buffer => "boundary".to_owned(),
        Kind::FanIn => "boundary; several → 1".to_owned(),
        Kind::Transform => match entry.rate {
            Rate::OneToOne => "1 → 1".to_owned(),
            Rate::AtMostOne | Rate::Lags => "1 → 0 or 1".to_owned(),
            Rate::Gathers => "several → 1".to_owned(),
            Rate::Any | Rate::Unknown => "1 → any number".to_owned(),
        },
    };
    if entry.ends_early {
        text.push_str("; may end the stream");
    }
    if entry.order == Order::Lost {
        text.push_str("; order lost without `ordered`");
    }
    text
}

fn region(entry: &Entry) -> &'static str {
    match (entry.kind, entry.in_region) {
        (Kind::FanOut, _) => "opens it",
        (Kind::FanIn, _) => "closes it",
        (_, InRegion::Yes) => "yes",
        (_, InRegion::NotOrdered) => "not in an ordered one",
        (_, InRegion::Counts | InRegion::Never) => "no",
    }
}

#[test]
fn no_name_stands_twice_and_none_is_reserved() {
    for entry in all() {
        assert_eq!(
            all().filter(|other| other.name == entry.name).count(),
            1,
            "{}",
            entry.name
        );
        assert!(!is_reserved(entry.name), "{}", entry.name);
        assert!(std::ptr::eq(
            find(entry.name).expect("a stage of the table"),
            entry
        ));
    }
}
