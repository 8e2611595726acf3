//! What the compiler behind `pipeline!` writes: a few whole expansions, and what holds for all of them.

use crate::compile::compile;
use crate::testing::{expansion, tokens};
use expect_test::{ExpectFile, expect_file};
use proc_macro2::{TokenStream, TokenTree};

const LINEAR: &str =
    "from(rows) >> filter(|row| row.is_new()) >> map(parse)? >> take(10) >> collect::<Vec<_>>()";
const REGION: &str = "from(files)
    >> map(read)?
    >> fan_out(4)
    >> flat_map(|text| words(&text))
    >> fan_in
    >> count_by(|word| word)";
const ORDERED: &str = "lines(file)? >> fan_out(workers, ordered) >> map(parse) >> fan_in >> buffer(64) >> for_each(print)?";
const MERGE: &str = "let a = receive(left) >> map(f);
let b = receive(right);
(a, b) >> fan_in >> buffer(8) >> sum::<u64>()";
const OPEN: &str = "move || from(rows) >> batch(100, 200ms) >> map(send_all)?";
const GRAPH: &str = "{
    type Error = MyError;
    let (rows, bad) = lines(file)? >> fan_out(4, ordered) >> map(parse) >> fan_in >> split_result;
    let (audit, work) = rows >> tee;
    audit >> map(to_json) >> for_each(|line| writeln!(log, \"{line}\"))?;
    let rejected = bad >> batch(50, 1s) >> map(put_dead_letters)? >> sum::<usize>();
    let stored: usize = work
        >> batch(100, 200ms)
        >> fan_out(2)
        >> map_init(|| Db::connect(url), |db, rows| db.insert_all(&rows))?
        >> fan_in
        >> sum::<usize>();
    (stored, rejected)
}";
const ALL: [&str; 6] = [LINEAR, REGION, ORDERED, MERGE, OPEN, GRAPH];

fn check(body: &str, expected: &ExpectFile) {
    expected.assert_eq(&expansion(body));
}

#[test]
fn a_chain_without_a_boundary() {
    check(LINEAR, &expect_file!["expansions/linear.rs"]);
}

#[test]
fn a_region() {
    check(REGION, &expect_file!["expansions/region.rs"]);
}

#[test]
fn an_ordered_region() {
    check(ORDERED, &expect_file!["expansions/ordered.rs"]);
}

#[test]
fn a_merge() {
    check(MERGE, &expect_file!["expansions/merge.rs"]);
}

#[test]
fn an_open_tail() {
    check(OPEN, &expect_file!["expansions/open.rs"]);
}

#[test]
fn a_graph_of_several_statements() {
    check(GRAPH, &expect_file!["expansions/graph.rs"]);
}

#[test]
fn the_same_body_gives_the_same_text() {
    for body in ALL {
        let expanded = || compile(tokens(body)).to_string();
        assert_eq!(expanded(), expanded(), "{body}");
    }
}

#[test]
fn an_expansion_is_one_expression() {
    for body in ALL {
        let parsed = syn::parse2::<syn::Expr>(compile(tokens(body)));
        assert!(parsed.is_ok(), "{body}");
    }
}

/// An editor follows a token to its one place in the expansion: a second one would be a second meaning.
#[test]
fn what_the_user_wrote_stands_in_the_expansion_once() {
    let written = "from(u_source) >> map(u_parse)? >> fan_out(u_width) >> filter(|u_a| u_test(u_b)) >> fan_in >> batch(u_size, u_time) >> fold(u_zero, u_add)";
    let names = [
        "u_source", "u_parse", "u_width", "u_a", "u_test", "u_b", "u_size", "u_time", "u_zero",
        "u_add",
    ];
    let words = ["map", "filter", "fan_in", "fan_out", "batch", "fold"];
    let expanded = idents(compile(tokens(written)));
    for name in names.iter().chain(&words) {
        let times = expanded.iter().filter(|ident| ident == name).count();
        assert_eq!(times, 1, "{name} in {expanded:?}");
    }
}

#[test]
fn the_path_of_the_facade_is_the_one_handed_on() {
    let expanded = compile(
        tokens("[$crate::inner] from(x) >> count")
            .into_iter()
            .collect(),
    );
    let expanded = expanded.to_string().replace(' ', "");
    assert!(
        expanded.contains("$crate::inner::__private::"),
        "{expanded}"
    );
    assert!(!expanded.contains("pipewright"), "{expanded}");
}

fn idents(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => found.extend(idents(group.stream())),
            TokenTree::Ident(ident) => found.push(ident.to_string()),
            _ => {}
        }
    }
    found
}
