//! Open pipelines: one input, fused stages of the table, one output.

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
fn a_stage_that_is_not_fused() {
    check(
        "|x: Stream<u8>| x >> tee",
        &expect![[r#"
        1: tee
            `tee` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| x >> buffer(8)",
        &expect![[r#"
        1: buffer(8)
            `buffer` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| x >> fan_out(4) >> map(f) >> fan_in",
        &expect![[r#"
            1: fan_out(4)
                `fan_out` cannot stand in an open pipeline
                note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| x >> map(f) >> or_done(done) >> map(g)",
        &expect![[r#"
            1: or_done(done)
                `or_done` cannot stand in an open pipeline
                note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| x >> through(f)",
        &expect![[r#"
        1: through(f)
            `through` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| x >> via(part)",
        &expect![[r#"
        1: via(part)
            `via` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| x >> map(f) >> own::stage(1) >> map(g)",
        &expect![[r#"
            1: stage(1)
                `stage` cannot stand in an open pipeline
                note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<Result<Row, Error>>| x\n    >> map(parse)?\n    >> batch(10)\n    >> collect::<Vec<_>>()",
        &expect![[r#"
            4: collect::<Vec<_>>()
                `collect` cannot stand in an open pipeline
                note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
}

#[test]
fn a_batch_with_a_time() {
    check(
        "|x: Stream<u8>| x >> batch(10, 1s)",
        &expect![[r#"
        1: batch(10, 1s)
            `batch` with a time cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| { x >> map(f) >> batch(10, 200ms) >> map(g) }",
        &expect![[r#"
            1: batch(10, 200ms)
                `batch` with a time cannot stand in an open pipeline
                note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
}

#[test]
fn another_head() {
    check(
        "|x: Stream<u8>| from(y) >> map(f)",
        &expect![[r#"
        1: from(y)
            `from` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
    check(
        "|x: Stream<u8>| {\n    y >> map(f)\n}",
        &expect![[r#"
        2: y >> map(f)
            an open pipeline has one input
            help: start the chain with `x`"#]],
    );
    check(
        "|x: Stream<u8>| (x, y) >> fan_in",
        &expect![[r#"
        1: fan_in
            `fan_in` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
}

#[test]
fn more_than_one_chain() {
    check(
        "|x: Stream<u8>| {\n    let y = x >> map(f);\n    y >> map(g)\n}",
        &expect![[r#"
            2: x >> map(f)
                an open pipeline is one chain, without `let` and `;`"#]],
    );
    check(
        "|x: Stream<u8>| {\n    x >> map(f);\n}",
        &expect![[r#"
        2: x >> map(f)
            an open pipeline is one chain, without `let` and `;`"#]],
    );
}

#[test]
fn no_chain() {
    check(
        "|x: Stream<u8>|",
        &expect![[r#"
            1: x
                stream `x` is never consumed
                help: `|x: Stream<T>| x >> map(..)`"#]],
    );
    check(
        "|rows: Stream<Row>| {}",
        &expect![[r#"
            1: rows
                stream `rows` is never consumed
                help: `|rows: Stream<T>| rows >> map(..)`"#]],
    );
    check(
        "|rows: Stream<Row>| 1 + 2",
        &expect![[r#"
        1: rows
            stream `rows` is never consumed
            help: `|rows: Stream<T>| rows >> map(..)`"#]],
    );
}

#[test]
fn an_error_type() {
    check(
        "|x: Stream<u8>| {\n    type Error = MyError;\n    x >> map(f)?\n}",
        &expect![[r#"
            1: x
                an open pipeline has no error of its own
                note: its failures end the run that it is spliced into"#]],
    );
    check(
        "|rows: Stream<Row>| { type Error = MyError; rows >> map(parse)? >> filter(good) }",
        &expect![[r#"
            1: rows
                an open pipeline has no error of its own
                note: its failures end the run that it is spliced into"#]],
    );
}

#[test]
fn an_input_that_is_none() {
    check(
        "|x| x >> map(f)",
        &expect![[r#"
        1: |x|
            expected the input of an open pipeline
            help: `|items: Stream<T>|`"#]],
    );
    check(
        "|x: u8| x >> map(f)",
        &expect![[r#"
        1: |x: u8|
            expected the input of an open pipeline
            help: `|items: Stream<T>|`"#]],
    );
    check(
        "|x: Stream| x >> map(f)",
        &expect![[r#"
        1: |x: Stream|
            expected the input of an open pipeline
            help: `|items: Stream<T>|`"#]],
    );
    check(
        "|x: Stream<u8>, y: Stream<u8>| x >> map(f)",
        &expect![[r#"
        1: |x: Stream<u8>, y: Stream<u8>|
            an open pipeline has one input"#]],
    );
    check(
        "|(a, b): Stream<u8>| a >> map(f)",
        &expect![[r#"
        1: |(a, b): Stream<u8>|
            expected the input of an open pipeline
            help: `|items: Stream<T>|`"#]],
    );
    check(
        "|_: Stream<u8>| from(x) >> map(f)",
        &expect![[r#"
        1: from(x)
            `from` cannot stand in an open pipeline
            note: an open pipeline has one input, fused stages of the table, and one output"#]],
    );
}

#[test]
fn open_pipelines_that_are_right() {
    accepted(&[
        "|x: Stream<u8>| x",
        "|x: Stream<Vec<Vec<u8>>>| x >> flatten >> map(f)? >> filter(p) >> batch(10) >> enumerate >> take(3)",
        "|x: Stream<&'static str>| { x >> scan(0, f) >> step_by(2) >> dedup >> map_init(g, h)? }",
        "from(x) >> via(part) >> fan_out(4) >> via(other)? >> fan_in >> count",
    ]);
}
