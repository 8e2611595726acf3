//! What stands around chains: `let`, `;`, `type Error`, attributes, and `move ||`.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// A graph with the statement in the middle; whatever is wrong with it, nobody else has an error.
fn check_in_graph(statement: &str, expected: &Expect) {
    let body = format!(
        "type Error = MyError;
let (rows, bad) = lines(file)? >> map(parse) >> split_result;
{statement}
let rejected = bad >> for_each(print)?;
(stored + 1, rejected)"
    );
    check(&body, expected);
}

#[test]
fn a_statement_without_a_semicolon() {
    check(
        "let a = from(x) >> map(f)\na >> count",
        &expect![[r#"
        2: a
            expected `>>` or `;` after `map(..)`"#]],
    );
    check(
        "let a = from(x) >> map(f)\nlet b = a >> filter(g);\nb >> count",
        &expect![[r#"
        2: let
            expected `>>` or `;` after `map(..)`"#]],
    );
    check(
        "from(x) >> for_each(f)\nfrom(y) >> count",
        &expect![[r#"
        2: from
            expected `>>` or `;` after `for_each(..)`"#]],
    );
    check_in_graph(
        "let stored = rows >> count",
        &expect![[r#"
        4: let
            expected `>>` or `;` after `count`"#]],
    );
}

#[test]
fn the_last_statement_without_a_semicolon() {
    check(
        "let a = from(x) >> count",
        &expect![[r#"
        1: count
            expected `;` at the end of this statement"#]],
    );
    check(
        "let a = from(x) >> tee\n",
        &expect![[r#"
        1: tee
            expected `;` at the end of this statement"#]],
    );
}

#[test]
fn the_statement_before_an_expression_without_a_semicolon() {
    check(
        "let total = from(x) >> count\ntotal + 1",
        &expect![[r#"
        2: total
            expected `>>` or `;` after `count`"#]],
    );
}

#[test]
fn attributes_and_doc_comments() {
    check(
        "/// The rows.\nfrom(x) >> count",
        &expect![[r#"
        1: /// The rows.
            attributes are not supported here
            note: comments are fine"#]],
    );
    check(
        "//! The rows.\nfrom(x) >> count",
        &expect![[r#"
        1: //! The rows.
            attributes are not supported here
            note: comments are fine"#]],
    );
    check(
        "from(x)\n    /// as numbers\n    >> map(f)\n    >> count",
        &expect![[r#"
        2: /// as numbers
            attributes are not supported here
            note: comments are fine"#]],
    );
    check(
        "from(x) >> #[inline] map(f) >> count",
        &expect![[r#"
        1: #[inline]
            attributes are not supported here
            note: comments are fine"#]],
    );
    check_in_graph(
        "#[allow(unused)] let stored = rows >> count;",
        &expect![[r#"
        3: #[allow(unused)]
            attributes are not supported here
            note: comments are fine"#]],
    );
    check_in_graph(
        "#[a] #[b] let stored = rows >> count;",
        &expect![[r#"
        3: #[a] #[b]
            attributes are not supported here
            note: comments are fine"#]],
    );
}

#[test]
fn a_let_without_an_equals_sign() {
    check(
        "let rows from(x);\nrows >> count",
        &expect![[r#"
        1: rows
            expected `=` and a chain after the pattern"#]],
    );
    check(
        "let rows;\nrows >> count",
        &expect![[r#"
        1: rows
            expected `=` and a chain after the pattern"#]],
    );
    check_in_graph(
        "let stored: usize rows >> count;",
        &expect![[r#"
        3: rows
            expected `=` and a chain after the pattern"#]],
    );
    check_in_graph(
        "let = rows >> count;",
        &expect![[r#"
        3: =
            a pattern here is a name or a flat tuple of names"#]],
    );
}

#[test]
fn a_colon_without_a_type() {
    check(
        "let total: = from(x) >> count;\ntotal + 1",
        &expect![[r#"
        1: :
            expected a type after `:`"#]],
    );
    check_in_graph(
        "let stored: = rows >> count;",
        &expect![[r#"
        3: :
            expected a type after `:`"#]],
    );
}

#[test]
fn the_type_of_the_error() {
    check(
        "type Error;\nfrom(x) >> count",
        &expect![[r#"
        1: Error
            expected `type Error = ..;`
            note: the only type that a pipeline declares is that of its error"#]],
    );
    check(
        "type Item = u8;\nfrom(x) >> count",
        &expect![[r#"
        1: Item
            expected `type Error = ..;`
            note: the only type that a pipeline declares is that of its error"#]],
    );
    check(
        "type Error = ;\nfrom(x) >> count",
        &expect![[r#"
        1: =
            expected `type Error = ..;`
            note: the only type that a pipeline declares is that of its error"#]],
    );
    check(
        "type Error = MyError\nfrom(x) >> count",
        &expect![[r#"
        2: from
            expected `;` after the type of the error"#]],
    );
    check(
        "type Error = MyError",
        &expect![[r#"
        1: MyError
            expected `;` at the end of this statement"#]],
    );
    check(
        "from(x) >> for_each(f);\ntype Error = MyError;\nfrom(x) >> count",
        &expect![[r#"
        2: type
            `type Error` is the first statement of a pipeline"#]],
    );
    check_in_graph(
        "let stored = rows >> count; type Error = io::Error;",
        &expect![[r#"
        3: type
            `type Error` is the first statement of a pipeline"#]],
    );
}

#[test]
fn move_without_pipes() {
    check(
        "move from(x) >> count",
        &expect![[r#"
        1: move
            expected `||` and the pipeline
            help: write `move || ..`"#]],
    );
    check(
        "move | from(x) >> count",
        &expect![[r#"
        1: |
            expected `||` and the pipeline
            help: write `move || ..`"#]],
    );
    check(
        "move { let n = from(x) >> count; n + 1 }",
        &expect![[r#"
        1: move
            expected `||` and the pipeline
            help: write `move || ..`"#]],
    );
}

#[test]
fn an_open_pipeline() {
    check("|rows: Stream<u8>| rows >> map(f)", &expect![""]);
    check(
        "move |rows: Stream<u8>| { rows >> map(f) }",
        &expect![[r#"
            1: move
                `move` cannot stand in front of an open pipeline
                note: its closures say themselves what they own: `map(move |item| ..)`"#]],
    );
}
