//! How many streams, and how many arguments.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// Statements that make `stored` of the streams `rows` and `more`.
fn check_in_graph(statements: &str, expected: &Expect) {
    let body = format!(
        "let (keys, rows) = lines(file)? >> map(parse)? >> tee;
let more = receive(rx) >> map(from_network);
{statements}
let seen = keys >> count_by(|row| row.key);
Summary {{ stored, seen: seen.len() }}"
    );
    check(&body, expected);
}

#[test]
fn tee_bound_to_one_name() {
    check(
        "let a = from(x) >> tee;\na >> count",
        &expect![[r#"
        1: tee
            `tee` gives at least two streams, but one name is bound"#]],
    );
    check_in_graph(
        "let (copy) = rows >> tee;\nlet stored = (copy, more) >> fan_in >> count;",
        &expect![[r#"
            3: tee
                `tee` gives at least two streams, but one name is bound"#]],
    );
}

#[test]
fn split_result_bound_to_three_names() {
    check(
        "let (a, b, c) = from(x) >> split_result;\n(a, b, c) >> fan_in >> count",
        &expect![[r#"
            1: split_result
                `split_result` gives two streams, but three names are bound"#]],
    );
    check_in_graph(
        "let (good, bad, ugly) = rows >> split_result;\nlet stored = (good, bad, ugly, more) >> fan_in >> count;",
        &expect![[r#"
            3: split_result
                `split_result` gives two streams, but three names are bound"#]],
    );
}

#[test]
fn partition_bound_to_one_name() {
    check(
        "let a = from(x) >> partition(p);\na >> count",
        &expect![[r#"
        1: partition(p)
            `partition` gives two streams, but one name is bound"#]],
    );
    check_in_graph(
        "let new = rows >> partition(is_new);\nlet stored = (new, more) >> fan_in >> count;",
        &expect![[r#"
            3: partition(is_new)
                `partition` gives two streams, but one name is bound"#]],
    );
}

#[test]
fn fan_in_after_one_stream_in_brackets() {
    check(
        "let a = from(x);\n(a) >> fan_in >> count",
        &expect![[r#"
        2: fan_in
            `fan_in` needs at least two streams, but has one
            help: write `(a, b) >> fan_in`"#]],
    );
    check_in_graph(
        "let stored = (rows,) >> fan_in >> count;\nmore >> discard;",
        &expect![[r#"
            3: fan_in
                `fan_in` needs at least two streams, but has one
                help: write `(a, b) >> fan_in`"#]],
    );
}

#[test]
fn a_stage_for_one_stream_after_several() {
    check(
        "let a = from(x);\nlet b = from(y);\n(a, b) >> map(f) >> count",
        &expect![[r#"
        3: map(f)
            `map` takes one stream, but has two
            help: merge them first: `(a, b) >> fan_in`"#]],
    );
    check_in_graph(
        "let stored = (rows, more) >> fan_out(4) >> count;",
        &expect![[r#"
        3: fan_out(4)
            `fan_out` takes one stream, but has two
            help: merge them first: `(a, b) >> fan_in`"#]],
    );
    check_in_graph(
        "let stored = (rows, more) >> count;",
        &expect![[r#"
        3: count
            `count` takes one stream, but has two
            help: merge them first: `(a, b) >> fan_in`"#]],
    );
    check_in_graph(
        "let stored = (rows, more) >> my_merge >> count;",
        &expect![[r#"
        3: my_merge
            `my_merge` takes one stream, but has two
            help: merge them first: `(a, b) >> fan_in`"#]],
    );
}

#[test]
fn several_streams_and_nothing_that_joins_them() {
    check(
        "let a = from(x);\nlet b = from(y);\nlet c = (a, b);\nc >> count",
        &expect![[r#"
        3: (a, b)
            several streams need a stage that joins them
            help: merge them: `(a, b) >> fan_in`"#]],
    );
    check(
        "let a = from(x);\nlet b = from(y);\n(a, b);",
        &expect![[r#"
        3: (a, b)
            several streams need a stage that joins them
            help: merge them: `(a, b) >> fan_in`"#]],
    );
    check_in_graph(
        "let both = (rows, more);\nlet stored = both >> count;",
        &expect![[r#"
        3: (rows, more)
            several streams need a stage that joins them
            help: merge them: `(a, b) >> fan_in`"#]],
    );
}

#[test]
fn one_stream_in_brackets_is_that_stream() {
    check("let a = from(x);\n(a) >> map(f) >> count", &expect![[""]]);
    check("let a = from(x);\nlet b = (a);\nb >> count", &expect![[""]]);
}

#[test]
fn too_many_arguments() {
    check(
        "from(x) >> batch(1, 2, 3) >> count",
        &expect![[r#"
        1: batch(1, 2, 3)
            `batch` takes a count and an optional time, but has three arguments"#]],
    );
    check(
        "from(x, y) >> count",
        &expect![[r#"
        1: from(x, y)
            `from` takes something to iterate over, but has two arguments"#]],
    );
    check(
        "from(x) >> count(y)",
        &expect![[r#"
        1: count(y)
            `count` takes no arguments, but has one argument"#]],
    );
    check(
        "from(x) >> fan_out(4, 5) >> map(f) >> fan_in >> count",
        &expect![[r#"
        1: fan_out(4, 5)
            `fan_out` takes an optional number of workers, but has two arguments"#]],
    );
    check_in_graph(
        "let stored = (rows, more) >> fan_in >> fold(0, add, combine);",
        &expect![[r#"
            3: fold(0, add, combine)
                `fold` takes an initial value and a function, but has three arguments"#]],
    );
}

#[test]
fn too_few_arguments() {
    check(
        "from(x) >> map >> count",
        &expect![[r#"
        1: map
            `map` takes a function, but has no arguments"#]],
    );
    check(
        "from(x) >> take() >> count",
        &expect![[r#"
        1: take()
            `take` takes a number, but has no arguments"#]],
    );
    check(
        "from >> count",
        &expect![[r#"
        1: from
            `from` takes something to iterate over, but has no arguments"#]],
    );
    check(
        "from(x) >> batch >> count",
        &expect![[r#"
        1: batch
            `batch` takes a count and an optional time, but has no arguments"#]],
    );
    check(
        "from(x) >> fold_by(key, 0)",
        &expect![[r#"
        1: fold_by(key, 0)
            `fold_by` takes a function that gives the key, an initial value, and a function, but has two arguments"#]],
    );
    check_in_graph(
        "let stored = (rows, more) >> fan_in >> fold(add);",
        &expect![[r#"
        3: fold(add)
            `fold` takes an initial value and a function, but has one argument"#]],
    );
}

#[test]
fn commas_inside_of_an_argument_do_not_count() {
    check("from(x) >> fold(0, |sum, n| sum + n)", &expect![[""]]);
    check("from(x) >> map(|(a, b)| (b, a)) >> count", &expect![[""]]);
    check(
        "from(x) >> map(pairs::<u8, Vec<u8>>) >> count",
        &expect![[""]],
    );
    check(
        "from(x) >> map(|a: HashMap<u8, u8>| -> Result<u8, E> { g(a, 1) }) >> count",
        &expect![[""]],
    );
    check(
        "from(x) >> fold_by(|n| n % 2, (0, 0), |(a, b), n| (a + n, b)) ",
        &expect![[""]],
    );
    check("from(x) >> batch(10,) >> count", &expect![[""]]);
}

#[test]
fn half_typed_arguments_are_not_counted() {
    check("from(x) >> fold(0, |sum, n| sum.)", &expect![[""]]);
    check("from(x) >> map(|n| n.) >> count", &expect![[""]]);
    check("from(x) >> fold(0, |sum, n|)", &expect![[""]]);
    check(
        "from(x) >> fan_out(4, ordered = ) >> map(f) >> fan_in >> count",
        &expect![[""]],
    );
}
