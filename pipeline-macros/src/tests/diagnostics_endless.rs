//! Sources that never end, and what ends them.

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
fn a_sink_that_needs_the_end() {
    check(
        "ticks(1s) >> count",
        &expect![[r#"
        1: count
            `ticks` never ends, so `count` never gives a result
            help: `take(n)` or `or_done(done)`"#]],
    );
    check(
        "ticks(1s) >> map(f) >> filter(p) >> fan_out(4) >> map(g) >> fan_in >> buffer(8) >> collect::<Vec<_>>()",
        &expect![[r#"
            1: collect::<Vec<_>>()
                `ticks` never ends, so `collect` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
    check(
        "let (seen, kept) = ticks(20ms) >> inspect(f) >> tee;\nseen >> for_each(print);\nlet n = kept >> enumerate >> last;\nlet m = from(x) >> sum::<u64>();\n(n, m)",
        &expect![[r#"
            3: last
                `ticks` never ends, so `last` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
}

#[test]
fn every_input_of_a_join_that_never_ends() {
    check(
        "let a = ticks(1s);\nlet b = from(x);\n(a, b) >> fan_in >> count",
        &expect![[r#"
            3: count
                `ticks` never ends, so `count` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
    check(
        "let a = from(x);\nlet b = ticks(1s) >> map(f);\n(a, b) >> concat >> fold(0, g)",
        &expect![[r#"
            3: fold(0, g)
                `ticks` never ends, so `fold` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
    check(
        "let a = from(x);\nlet b = ticks(1s);\n(b, a) >> prefer >> max",
        &expect![[r#"
            3: max
                `ticks` never ends, so `max` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
    check(
        "let a = ticks(1s);\nlet b = ticks(2s);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: count
                `ticks` never ends, so `count` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
    check(
        "let a = ticks(1s);\nlet b = ticks(2s);\nlet c = (a, b) >> select(0, f, g);\nlet (c, d) = c >> tee;\nc >> send(tx);\nd >> min_by_key(h)",
        &expect![[r#"
            6: min_by_key(h)
                `ticks` never ends, so `min_by_key` never gives a result
                help: `take(n)` or `or_done(done)`"#]],
    );
}

#[test]
fn what_ends_it() {
    accepted(&[
        "ticks(1s) >> take(3) >> count",
        "ticks(1s) >> take_while(p) >> count",
        "ticks(1s) >> map_while(f) >> count",
        "ticks(1s) >> scan(0, f) >> count",
        "ticks(1s) >> or_done(done) >> count",
        "ticks(1s) >> through(f) >> count",
        "ticks(1s) >> via(&part) >> count",
        "ticks(1s) >> own::stage(3) >> count",
        "let a = ticks(1s);\nlet b = from(x);\n(a, b) >> zip >> count",
        "let a = ticks(1s);\nlet b = from(x);\n(a, b) >> select(0, f, g) >> count",
    ]);
}

#[test]
fn a_sink_that_does_without_the_end() {
    accepted(&[
        "ticks(1s) >> for_each(f)",
        "ticks(1s) >> send(tx)",
        "ticks(1s) >> discard",
        "ticks(1s) >> consume(f)",
        "ticks(1s) >> first",
        "ticks(1s) >> find(p)",
        "ticks(1s) >> position(p)",
        "ticks(1s) >> any(p)",
        "ticks(1s) >> all(p)",
        "ticks(1s) >> map(f)",
    ]);
}
