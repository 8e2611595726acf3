//! How many streams the joins and the splits have.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

fn accepted(bodies: &[&str]) {
    for body in bodies {
        assert_eq!(diagnostics(body), "", "{body}");
    }
}

#[test]
fn a_join_of_one_stream() {
    check(
        "from(x) >> zip >> count",
        &expect![[r#"
        1: zip
            `zip` needs at least two streams, but has one
            help: write `(a, b) >> zip`"#]],
    );
    check(
        "let a = lines(f)? >> map(g);\nlet n = (a) >> zip >> map(h) >> count;\nn",
        &expect![[r#"
            2: zip
                `zip` needs at least two streams, but has one
                help: write `(a, b) >> zip`"#]],
    );
    check(
        "from(x) >> concat >> count",
        &expect![[r#"
        1: concat
            `concat` needs at least two streams, but has one
            help: write `(a, b) >> concat`"#]],
    );
    check(
        "let a = lines(f)? >> map(g);\nlet n = (a) >> concat >> map(h) >> count;\nn",
        &expect![[r#"
            2: concat
                `concat` needs at least two streams, but has one
                help: write `(a, b) >> concat`"#]],
    );
    check(
        "from(x) >> prefer >> count",
        &expect![[r#"
        1: prefer
            `prefer` needs at least two streams, but has one
            help: write `(a, b) >> prefer`"#]],
    );
    check(
        "let a = lines(f)? >> map(g);\nlet n = (a) >> prefer >> map(h) >> count;\nn",
        &expect![[r#"
            2: prefer
                `prefer` needs at least two streams, but has one
                help: write `(a, b) >> prefer`"#]],
    );
    check(
        "from(x) >> select(0, f) >> count",
        &expect![[r#"
            1: select(0, f)
                `select` needs at least two streams, but has one
                help: write `(a, b) >> select(..)`"#]],
    );
    check(
        "let a = lines(f)? >> map(g);\nlet n = (a) >> select(0, f) >> map(h) >> count;\nn",
        &expect![[r#"
            2: select(0, f)
                `select` needs at least two streams, but has one
                help: write `(a, b) >> select(..)`"#]],
    );
}

#[test]
fn unzip_to_another_number_of_names() {
    check(
        "let a = from(x) >> unzip;\na >> count",
        &expect![[r#"
        1: unzip
            `unzip` gives two streams, but one name is bound"#]],
    );
    check(
        "let (a, b, c) = from(x) >> map(f) >> unzip;\na >> count;\n(b, c) >> fan_in >> count",
        &expect![[r#"
            1: unzip
                `unzip` gives two streams, but three names are bound"#]],
    );
}

#[test]
fn route_to_one_name() {
    check(
        "let a = from(x) >> route(f);\na >> count",
        &expect![[r#"
        1: route(f)
            `route` gives at least two streams, but one name is bound"#]],
    );
    check(
        "from(x) >> map(g) >> route(f) >> count",
        &expect![[r#"
        1: route(f)
            `route(..)` gives several streams; bind them first
            help: `let (a, b) = .. >> route(..);`"#]],
    );
    check(
        "let n = lines(r)? >> batch(10) >> count;\nlet (a) = from(x) >> route(|n| n % 2);\nlet m = a >> count;\n(n, m)",
        &expect![[r#"
            2: route(|n| n % 2)
                `route` gives at least two streams, but one name is bound"#]],
    );
}

#[test]
fn select_with_another_number_of_functions() {
    check(
        "let a = from(x);\nlet b = from(y);\n(a, b) >> select(0, f) >> count",
        &expect![[r#"
            3: select(0, f)
                `select` takes an initial state and a function for each stream, but has two arguments"#]],
    );
    check(
        "let a = from(x);\nlet b = from(y);\n(a, b) >> select(0, f, g, h) >> count",
        &expect![[r#"
            3: select(0, f, g, h)
                `select` takes an initial state and a function for each stream, but has four arguments"#]],
    );
    check(
        "let (a, b) = lines(r)? >> tee;\nlet c = ticks(1s);\na >> for_each(print)?;\n(b, c) >> select(State::new(), |s, row, out| s.row(row, out), at_end = |s, out| s.flush(out)) >> count",
        &expect![[r#"
            4: select(State::new(), |s, row, out| s.row(row, out), at_end = |s, out| s.flush(out))
                `select` takes an initial state and a function for each stream, but has two arguments"#]],
    );
}

#[test]
fn a_join_in_a_region() {
    check(
        "from(x) >> fan_out(4) >> zip >> fan_in >> count",
        &expect![[r#"
            1: zip
                `zip` needs at least two streams, but has one
                help: write `(a, b) >> zip`"#]],
    );
    check(
        "let a = from(x);\nlet n = a >> fan_out(2) >> map(f) >> unzip;\nn >> count",
        &expect![[r#"
            2: unzip
                `unzip` cannot stand inside `fan_out(2)`
                help: close the region first: `>> fan_in`"#]],
    );
}

#[test]
fn joins_and_splits_that_are_right() {
    accepted(&[
        "let (a, b, c) = from(x) >> route(f);\n(a, b, c) >> select(0, f, g, h, at_end = i) >> count",
        "let (a, b) = from(x) >> unzip;\n(b, a) >> prefer >> count",
        "let a = from(x);\nlet b = from(y);\nlet c = from(z);\n(a, b, c) >> concat? >> count",
    ]);
}
