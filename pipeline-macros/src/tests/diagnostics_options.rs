//! Options, and `?`.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// Stages between `work` and the result `stored`.
fn check_in_graph(stages: &str, expected: &Expect) {
    let body = format!(
        "let (audit, work) = lines(file)? >> batch(100, 200ms) >> tee;
audit >> fan_out(3) >> for_each(print)?;
let stored = work >> {stages} >> count;
let again = receive(rx) >> buffer(64) >> step_by(2) >> sum::<u64>();
(stored, again)"
    );
    check(&body, expected);
}

#[test]
fn an_unknown_option() {
    check(
        "from(x) >> fan_out(4, orderd) >> map(f) >> fan_in >> count",
        &expect![[r#"
        1: orderd
            unknown option `orderd` for `fan_out`
            help: an option with a similar name exists: `ordered`"#]],
    );
    check(
        "from(x) >> fan_out(4, by = key) >> map(f) >> fan_in >> count",
        &expect![""],
    );
    check(
        "from(x) >> map(f, rate = 1) >> count",
        &expect![[r#"
        1: rate
            unknown option `rate` for `map`
            note: `map` has no options"#]],
    );
    check_in_graph(
        "fan_out(Ordered) >> map(f) >> fan_in",
        &expect![[r#"
        3: Ordered
            unknown option `Ordered` for `fan_out`
            help: an option with a similar name exists: `ordered`"#]],
    );
    check_in_graph(
        "batch(10, within = 5ms)",
        &expect![[r#"
        3: within
            unknown option `within` for `batch`
            note: `batch` has no options"#]],
    );
}

#[test]
fn a_repeated_option() {
    check(
        "from(x) >> fan_out(4, ordered, ordered) >> map(f) >> fan_in >> count",
        &expect![[r#"
        1: ordered
            option `ordered` is given more than once"#]],
    );
    check_in_graph(
        "fan_out(ordered, 4, ordered) >> map(f) >> fan_in",
        &expect![[r#"
        3: ordered
            option `ordered` is given more than once"#]],
    );
}

#[test]
fn a_question_mark_behind_a_split() {
    check(
        "let (a, b) = from(x) >> tee?;\n(a, b) >> fan_in >> count",
        &expect![[r#"
        1: ?
            `?` cannot stand behind `tee`, which gives several streams
            help: put it in front: `..? >> tee`"#]],
    );
    check(
        "let (a, b) = lines(f)? >> partition(p)?;\nlet n = a >> count;\nlet m = b >> for_each(print)?;\nn",
        &expect![[r#"
            1: ?
                `?` cannot stand behind `partition`, which gives several streams
                help: put it in front: `..? >> partition`"#]],
    );
}

#[test]
fn a_stage_that_needs_its_question_mark() {
    check(
        "from(x) >> try_map_init(make, f) >> count",
        &expect![[r#"
        1: try_map_init(make, f)
            `try_map_init` can fail, so it needs a `?` behind it
            help: `try_map_init(..)?`"#]],
    );
    check_in_graph(
        "fan_out(4) >> try_map_init(|| Db::connect(url), insert) >> fan_in",
        &expect![[r#"
        3: try_map_init(|| Db::connect(url), insert)
            `try_map_init` can fail, so it needs a `?` behind it
            help: `try_map_init(..)?`"#]],
    );
}

#[test]
fn question_marks_that_are_right() {
    check(
        "lines(f)?? >> fan_out(4)? >> map(g)?? >> fan_in? >> batch(4)? >> collect??",
        &expect![[""]],
    );
    check(
        "from(x) >> try_map_init(make, f)? >> for_each(g)",
        &expect![[""]],
    );
}
