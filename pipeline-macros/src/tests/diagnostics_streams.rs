//! Streams and results.

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
fn a_stream_nobody_reads() {
    check(
        "let rows = from(x) >> map(f);\nfrom(y) >> count",
        &expect![[r#"
        1: rows
            stream `rows` is never consumed
            help: end it with a sink such as `for_each(..)`, or return it as the tail"#]],
    );
    check_in_graph(
        "let (audit, work) = rows >> tee;\nlet stored = work >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: audit
                stream `audit` is never consumed
                help: end it with a sink such as `for_each(..)`, or return it as the tail"#]],
    );
}

#[test]
fn a_stream_hidden_before_it_was_read() {
    check(
        "let rows = from(x);\nlet rows = from(y);\nrows >> count",
        &expect![[r#"
            1: rows
                stream `rows` is never consumed
                help: end it with a sink such as `for_each(..)`, or return it as the tail"#]],
    );
    check_in_graph(
        "let bad = rows >> map(f);\nlet stored = bad >> count;\nlet rejected = from(z) >> count;",
        &expect![[r#"
            1: bad
                stream `bad` is never consumed
                help: end it with a sink such as `for_each(..)`, or return it as the tail"#]],
    );
}

#[test]
fn the_only_stream_is_not_read() {
    check(
        "let rows = from(x);",
        &expect![[r#"
        1: rows
            stream `rows` is never consumed
            help: end it with a sink such as `for_each(..)`, or return it as the tail"#]],
    );
}

#[test]
fn a_stream_read_twice() {
    check(
        "let rows = from(x);\nrows >> for_each(f);\nrows >> count",
        &expect![[r#"
        3: rows
            stream `rows` is consumed more than once
            note: first on line 2
            help: split it: `let (a, b) = rows >> tee;`"#]],
    );
    check_in_graph(
        "let stored = rows >> count;\nlet rejected = bad >> count;\nrows >> for_each(f);",
        &expect![[r#"
            4: rows
                stream `rows` is consumed more than once
                note: first on line 2
                help: split it: `let (a, b) = rows >> tee;`"#]],
    );
}

#[test]
fn a_stream_joined_with_itself() {
    check(
        "let a = from(x);\n(a, a) >> fan_in >> count",
        &expect![[r#"
        2: a
            stream `a` is consumed more than once
            note: first on line 2
            help: split it: `let (a, b) = a >> tee;`"#]],
    );
}

#[test]
fn an_unknown_stream_with_a_similar_name() {
    check(
        "let rows = from(x);\nrws >> count",
        &expect![[r#"
        2: rws
            cannot find stream `rws` in this pipeline
            help: a stream with a similar name exists: `rows`"#]],
    );
    check_in_graph(
        "let stored = rwos >> count;\nlet rejected = bad >> count;",
        &expect![[r#"
            2: rwos
                cannot find stream `rwos` in this pipeline
                help: a stream with a similar name exists: `rows`"#]],
    );
}

#[test]
fn an_unknown_stream_that_may_be_a_variable() {
    check(
        "records >> count",
        &expect![[r#"
        1: records
            cannot find stream `records` in this pipeline
            help: start the chain with `from(records)`"#]],
    );
    check_in_graph(
        "let stored = rows >> count;\nlet rejected = bad >> count;\nrecords >> for_each(f);",
        &expect![[r#"
            4: records
                cannot find stream `records` in this pipeline
                help: start the chain with `from(records)`"#]],
    );
}

#[test]
fn an_unknown_stream_in_a_join() {
    check(
        "let a = from(x);\n(a, others) >> fan_in >> count",
        &expect![[r#"
        2: others
            cannot find stream `others` in this pipeline
            help: name it first: `let others = from(others);`"#]],
    );
    check_in_graph(
        "let stored = (rows, bads) >> fan_in >> count;\nlet rejected = from(z) >> count;",
        &expect![[r#"
            2: bads
                cannot find stream `bads` in this pipeline
                help: a stream with a similar name exists: `bad`"#]],
    );
}

#[test]
fn a_variable_that_is_to_become_a_stream_of_its_name() {
    check(
        "let rows = rows >> map(f);\nrows >> count",
        &expect![[r#"
        1: rows
            cannot find stream `rows` in this pipeline
            help: start the chain with `from(rows)`"#]],
    );
}

#[test]
fn a_result_used_as_a_stream() {
    check(
        "let total = from(x) >> count;\ntotal >> for_each(f)",
        &expect![[r#"
        2: total
            `total` is a result, not a stream"#]],
    );
    check_in_graph(
        "let stored = rows >> count;\nlet rejected = bad >> count;\nlet more = stored >> count;",
        &expect![[r#"
            4: stored
                `stored` is a result, not a stream"#]],
    );
    check(
        "let (a, b) = from(x) >> map(f) >> collect::<(Vec<_>, Vec<_>)>();\nlet c = from(y);\n(a, c) >> fan_in >> count",
        &expect![[r#"
            3: a
                `a` is a result, not a stream"#]],
    );
}

#[test]
fn a_stream_used_as_a_value() {
    check(
        "let rows = from(x);\n(rows, 1)",
        &expect![[r#"
        2: rows
            stream `rows` has no result
            help: end it with a sink such as `collect`"#]],
    );
    check_in_graph(
        "let stored = rows;\nlet rejected = bad >> count;",
        &expect![[r#"
        4: stored
            stream `stored` has no result
            help: end it with a sink such as `collect`"#]],
    );
}

#[test]
fn a_stream_used_as_a_value_twice() {
    check(
        "let rows = from(x);\nlet n = from(y) >> count;\n(n, rows.len() + rows.len())",
        &expect![[r#"
        3: rows
            stream `rows` has no result
            help: end it with a sink such as `collect`"#]],
    );
}

#[test]
fn a_stream_used_before_it_is_declared() {
    check(
        "b >> count;\nlet b = from(x);",
        &expect![[r#"
        1: b
            stream `b` is used before it is declared"#]],
    );
    check_in_graph(
        "let stored = good >> count;\nlet good = rows >> map(f);\nlet rejected = bad >> count;",
        &expect![[r#"
            2: good
                stream `good` is used before it is declared"#]],
    );
}

#[test]
fn a_stream_of_a_broken_chain_is_known() {
    check(
        "let rows = map(f);\nrows >> count",
        &expect![[r#"
        1: map(f)
            `map` needs a stream in front of it
            help: start the chain with a source such as `from(..)` or with a named stream"#]],
    );
    check(
        "let rows = from(x) >> count >> map(f);\nrows + 1",
        &expect![[r#"
        1: map(f)
            `count` ends the stream; nothing can follow it"#]],
    );
    check(
        "let rows = from(x) >> count >> map(f);\nrows >> collect",
        &expect![[r#"
        1: map(f)
            `count` ends the stream; nothing can follow it"#]],
    );
}
