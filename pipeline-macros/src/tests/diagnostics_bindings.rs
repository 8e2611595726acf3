//! What `let` binds, and what nobody binds.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// Two streams, `rows` and `bad`, of which the statements in the middle must make `stored` and `rejected`.
fn check_in_graph(statements: &str, expected: &Expect) {
    let body = format!(
        "let (rows, bad) = lines(file)? >> fan_out(4, ordered) >> map(parse) >> fan_in >> split_result;
{statements}
(stored, rejected)"
    );
    check(&body, expected);
}

#[test]
fn a_chain_without_a_sink_and_without_a_name() {
    check(
        "from(x) >> map(f);",
        &expect![[r#"
        1: from(x) >> map(f)
            this chain has no sink and no name
            help: end it with a sink, or name it: `let stream = ..;`"#]],
    );
    check_in_graph(
        "rows >> map(f)\n    >> filter(g);\nlet stored = from(y) >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: rows >> map(f)
                >> filter(g)
                this chain has no sink and no name
                help: end it with a sink, or name it: `let stream = ..;`"#]],
    );
}

#[test]
fn a_stream_alone_is_a_chain_without_a_sink() {
    check(
        "let rows = from(x);\nrows;",
        &expect![[r#"
        2: rows
            this chain has no sink and no name
            help: end it with a sink, or name it: `let stream = ..;`"#]],
    );
}

#[test]
fn a_split_without_names() {
    check(
        "from(x) >> tee",
        &expect![[r#"
        1: tee
            `tee` gives several streams; bind them first
            help: `let (a, b) = .. >> tee;`"#]],
    );
    check(
        "from(x) >> partition(|n| n > 3);",
        &expect![[r#"
        1: partition(|n| n > 3)
            `partition(..)` gives several streams; bind them first
            help: `let (a, b) = .. >> partition(..);`"#]],
    );
    check_in_graph(
        "rows >> tee;\nlet stored = from(y) >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: tee
                `tee` gives several streams; bind them first
                help: `let (a, b) = .. >> tee;`"#]],
    );
}

#[test]
fn a_split_in_the_middle() {
    check(
        "from(x) >> split_result >> collect",
        &expect![[r#"
        1: split_result
            `split_result` gives several streams; bind them first
            help: `let (a, b) = .. >> split_result;`"#]],
    );
    check_in_graph(
        "let stored = rows >> tee >> map(f) >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: tee
                `tee` gives several streams; bind them first
                help: `let (a, b) = .. >> tee;`"#]],
    );
}

#[test]
fn a_type_on_a_stream() {
    check(
        "let rows: Vec<u8> = from(x);\nrows >> count",
        &expect![[r#"
        1: : Vec<u8>
            a type stands on results only"#]],
    );
    check_in_graph(
        "let good: Stream<Row> = rows >> map(f);\nlet stored = good >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: : Stream<Row>
                a type stands on results only"#]],
    );
}

#[test]
fn a_nested_pattern() {
    check(
        "let ((a, b), c) = from(x) >> tee;\na >> count",
        &expect![[r#"
        1: (a, b)
            a pattern here is a name or a flat tuple of names"#]],
    );
    check_in_graph(
        "let (Some(good), none) = rows >> tee;\nlet stored = good >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: Some(good)
                a pattern here is a name or a flat tuple of names"#]],
    );
}

#[test]
fn a_pattern_that_is_no_name() {
    check(
        "let mut rows = from(x);\nrows >> count",
        &expect![[r#"
        1: mut
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let Some(n) = from(x) >> first;\nn + 1",
        &expect![[r#"
        1: Some
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let a, b = from(x) >> tee;\na >> count",
        &expect![[r#"
        1: ,
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let [a, b] = from(x) >> tee;\na >> count",
        &expect![[r#"
        1: [a, b]
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let Row { a, b } = from(x) >> count;\na + b",
        &expect![[r#"
        1: Row
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let () = from(x) >> count;",
        &expect![[r#"
        1: ()
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let match = from(x) >> count;\n1 + 1",
        &expect![[r#"
        1: match
            a pattern here is a name or a flat tuple of names"#]],
    );
    check(
        "let (a, ..) = from(x) >> tee;\na >> count",
        &expect![[r#"
        1: .
            a pattern here is a name or a flat tuple of names"#]],
    );
}

#[test]
fn a_tuple_without_a_split() {
    check(
        "let (a, b) = from(x) >> map(f);\na >> count",
        &expect![[r#"
        1: (a, b)
            `map` gives one stream, but two names are bound"#]],
    );
    check(
        "let rows = from(x);\nlet (a, b) = rows;\n(a, b) >> fan_in >> count",
        &expect![[r#"
        2: (a, b)
            `rows` gives one stream, but two names are bound"#]],
    );
    check_in_graph(
        "let (new, old) = rows >> filter(g);\nlet stored = new >> count;\nlet rejected = (old, bad) >> fan_in >> count;",
        &expect![[r#"
            2: (new, old)
                `filter` gives one stream, but two names are bound"#]],
    );
}

#[test]
fn an_underscore_in_front_of_a_split() {
    check(
        "let (a, _) = from(x) >> tee;\na >> count",
        &expect![[r#"
        1: _
            `_` would leave a stream unread
            help: name it and end it with `discard`"#]],
    );
    check(
        "let _ = from(x) >> map(f);\nfrom(y) >> count",
        &expect![[r#"
        1: _
            `_` would leave a stream unread
            help: name it and end it with `discard`"#]],
    );
    check_in_graph(
        "let (_, work) = rows >> partition(p);\nlet stored = work >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: _
                `_` would leave a stream unread
                help: name it and end it with `discard`"#]],
    );
}
