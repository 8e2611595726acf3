//! What is no pipeline at all.

use crate::testing::{diagnostics, diagnostics_of_passed_on};
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
fn stages_joined_by_an_arrow() {
    check(
        "from(x) -> map(f) >> count",
        &expect![[r#"
        1: ->
            stages are joined by `>>`"#]],
    );
    check(
        "from(x) => map(f) >> count",
        &expect![[r#"
        1: =>
            stages are joined by `>>`"#]],
    );
    check_in_graph(
        "let stored = rows -> map(f) >> count;",
        &expect![[r#"
        3: ->
            stages are joined by `>>`"#]],
    );
}

#[test]
fn stages_joined_by_a_pipe() {
    check(
        "from(x) |> map(f) |> count",
        &expect![[r#"
        1: |>
            stages are joined by `>>`"#]],
    );
    check(
        "from(x) | count",
        &expect![[r#"
        1: |
            stages are joined by `>>`"#]],
    );
    check_in_graph(
        "let stored = rows >> map(f) |> count;",
        &expect![[r#"
        3: |>
            stages are joined by `>>`"#]],
    );
}

#[test]
fn stages_joined_by_dots() {
    check(
        "from(x).map(f).filter(g).count()",
        &expect![[r#"
        1: .
            stages are joined by `>>`"#]],
    );
    check_in_graph(
        "let stored = rows.map(f) >> count;",
        &expect![[r#"
        3: .
            stages are joined by `>>`"#]],
    );
    check(
        "pair.0 >> count",
        &expect![[r#"
        1: .
            stages are joined by `>>`"#]],
    );
    check(
        "from(x).",
        &expect![[r#"
        1: .
            stages are joined by `>>`"#]],
    );
}

#[test]
fn the_joint_with_a_space_in_it() {
    check(
        "from(x) > > count",
        &expect![[r#"
        1: > >
            stages are joined by `>>`"#]],
    );
    check(
        "from(x) > count",
        &expect![[r#"
        1: >
            stages are joined by `>>`"#]],
    );
}

#[test]
fn two_stages_side_by_side() {
    check(
        "from(x) map(f) >> count",
        &expect![[r#"
        1: map
            expected `>>` or `;` after `from(..)`"#]],
    );
    check_in_graph(
        "let stored = rows map(f) >> count;",
        &expect![[r#"
        3: map
            expected `>>` or `;` after `rows`"#]],
    );
    check(
        "from(x) >> map(f)(g) >> count",
        &expect![[r#"
        1: (
            expected `>>` or `;` after `map(..)`"#]],
    );
    check(
        "from(x) >> take[3] >> count",
        &expect![[r#"
        1: [
            expected `>>` or `;` after `take`"#]],
    );
    check(
        "from(x), map(f)",
        &expect![[r#"
        1: ,
            expected `>>` or `;` after `from(..)`"#]],
    );
    check(
        "from(x) >> map(f) as u8 >> count",
        &expect![[r#"
        1: as
            expected `>>` or `;` after `map(..)`"#]],
    );
}

#[test]
fn a_joint_at_the_end() {
    check(
        "from(x) >> map(f) >>",
        &expect![[r#"
        1: >>
            expected a stage after `>>`"#]],
    );
    check(
        "let a = from(x) >>",
        &expect![[r#"
        1: >>
            expected a stage after `>>`"#]],
    );
    check_in_graph(
        "let stored = rows >> map(f) >> ;",
        &expect![[r#"
        3: >>
            expected a stage after `>>`"#]],
    );
}

#[test]
fn a_name_missing_behind_a_joint() {
    check(
        "from(x) >> >> count",
        &expect![[r#"
        1: >>
            expected a stage after `>>`"#]],
    );
    check(
        "from(x) >> (f) >> count",
        &expect![[r#"
        1: (
            expected a stage after `>>`"#]],
    );
    check(
        "from(x) >> _ >> count",
        &expect![[r#"
        1: _
            expected a stage after `>>`"#]],
    );
    check_in_graph(
        "let stored = rows >> |row| row.id >> count;",
        &expect![[r#"
        3: |
            expected a stage after `>>`"#]],
    );
    check_in_graph(
        "let stored = rows >> 5 >> count;",
        &expect![[r#"
        3: 5
            expected a stage after `>>`"#]],
    );
    check(
        "from(x) >>= count",
        &expect![[r#"
        1: =
            expected a stage after `>>`"#]],
    );
}

#[test]
fn a_path_that_breaks_off() {
    check(
        "from(x) >> Stages:: >> count",
        &expect![[r#"
        1: >>
            expected the name of a stage after `::`"#]],
    );
    check_in_graph(
        "let stored = rows >> stages::(4) >> count;",
        &expect![[r#"
        3: (
            expected the name of a stage after `::`"#]],
    );
}

#[test]
fn a_keyword_as_a_stage() {
    check(
        "from(x) >> match(f) >> count",
        &expect![[r#"
        1: match
            expected a stage, found keyword `match`"#]],
    );
    check_in_graph(
        "let stored = rows >> if(p) >> count;",
        &expect![[r#"
        3: if
            expected a stage, found keyword `if`"#]],
    );
    check_in_graph(
        "let stored = rows >> super >> count;",
        &expect![[r#"
        3: super
            expected a stage, found keyword `super`"#]],
    );
}

#[test]
fn a_mistake_inside_of_an_invisible_group() {
    expect![[r#"
        1: count
            expected `>>` or `;` after `map(..)`"#]]
    .assert_eq(&diagnostics_of_passed_on("from(x) >> @(map(f) count)"));
    expect![[r#"
        1: ->
            stages are joined by `>>`"#]]
    .assert_eq(&diagnostics_of_passed_on("from(x) @(->) map(f) >> count"));
    expect![[r#"
        1: match
            expected a stage, found keyword `match`"#]]
    .assert_eq(&diagnostics_of_passed_on(
        "@(let a = from(x);) @(a) >> @(match) >> count",
    ));
    expect![[r#"
        1: c
            cannot find stream `c` in this pipeline
            help: a stream with a similar name exists: `b`"#]]
    .assert_eq(&diagnostics_of_passed_on(
        "let (@(a), @(@(b))) = from(x) >> tee; (@(a), @(c)) >> fan_in >> count",
    ));
}
