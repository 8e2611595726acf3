//! Options that have values, or exclude each other; the words of the next step.

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
fn options_that_exclude_each_other() {
    check(
        "from(x) >> fan_out(4, ordered, by = f) >> map(g) >> fan_in >> count",
        &expect![[r#"
            1: by
                options `by` and `ordered` exclude each other"#]],
    );
    check(
        "from(x) >> buffer(8, drop_oldest, drop_newest) >> count",
        &expect![[r#"
            1: drop_newest
                options `drop_newest` and `drop_oldest` exclude each other"#]],
    );
    check(
        "let (a, b) = lines(r)? >> map(f) >> tee;\na >> for_each(print)?;\nlet n = b >> fan_out(4, by = |row| row.key, ordered) >> map(g) >> fan_in >> count;\nn",
        &expect![[r#"
            3: ordered
                options `ordered` and `by` exclude each other"#]],
    );
}

#[test]
fn an_option_without_its_value() {
    check(
        "from(x) >> fan_out(4, by) >> map(g) >> fan_in >> count",
        &expect![[r#"
            1: by
                option `by` needs a value
                help: `by = ..`"#]],
    );
    check(
        "let a = from(x);\nlet b = from(y);\n(a, b) >> select(0, f, g, at_end) >> count",
        &expect![[r#"
            3: at_end
                option `at_end` needs a value
                help: `at_end = ..`"#]],
    );
    check(
        "from(x) >> through(f, rate) >> count",
        &expect![[r#"
        1: rate
            option `rate` needs a value
            help: `rate = ..`"#]],
    );
}

#[test]
fn an_option_with_a_value_that_it_has_not() {
    check(
        "from(x) >> fan_out(4, ordered = true) >> map(g) >> fan_in >> count",
        &expect![[r#"
            1: ordered
                option `ordered` takes no value"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\na >> buffer(8, drop_oldest = 3) >> discard;\nb >> count",
        &expect![[r#"
            2: drop_oldest
                option `drop_oldest` takes no value"#]],
    );
}

#[test]
fn an_unknown_option_of_a_stage_that_has_some() {
    check(
        "from(x) >> fan_out(4, key = f) >> map(g) >> fan_in >> count",
        &expect![[r#"
            1: key
                unknown option `key` for `fan_out`
                note: `fan_out` has the options `ordered` and `by`"#]],
    );
    check(
        "from(x) >> buffer(8, block = true) >> count",
        &expect![[r#"
            1: block
                unknown option `block` for `buffer`
                note: `buffer` has the options `drop_oldest` and `drop_newest`"#]],
    );
    check(
        "from(x) >> buffer(8, drop_oldset) >> count",
        &expect![[r#"
        1: drop_oldset
            unknown option `drop_oldset` for `buffer`
            help: an option with a similar name exists: `drop_oldest`"#]],
    );
    check(
        "let a = from(x);\nlet b = from(y);\n(a, b) >> select(0, f, g, flush = h) >> count",
        &expect![[r#"
            3: flush
                unknown option `flush` for `select`
                note: `select` has the option `at_end`"#]],
    );
}

#[test]
fn a_repeated_option_with_a_value() {
    check(
        "from(x) >> fan_out(4, by = f, by = g) >> map(g) >> fan_in >> count",
        &expect![[r#"
            1: by
                option `by` is given more than once"#]],
    );
    check(
        "from(x) >> map(f) >> buffer(8, drop_newest, drop_newest) >> count",
        &expect![[r#"
            1: drop_newest
                option `drop_newest` is given more than once"#]],
    );
}

#[test]
fn a_rate_that_is_not_one() {
    check(
        "from(x) >> through(f, rate = 2) >> count",
        &expect![[r#"
        1: 2
            `rate` can only be `1`: one item for one, in order"#]],
    );
    check(
        "from(x) >> via(part, rate = n) >> count",
        &expect![[r#"
        1: n
            `rate` can only be `1`: one item for one, in order"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> map(f) >> own::stage(3, rate = 1 + 1);\n(a, b) >> zip >> count",
        &expect![[r#"
            2: 1 + 1
                `rate` can only be `1`: one item for one, in order"#]],
    );
}

#[test]
fn a_period_that_is_none() {
    check(
        "ticks(0ms) >> take(3) >> count",
        &expect![[r#"
        1: 0ms
            a duration must be longer than zero"#]],
    );
    check(
        "ticks(5) >> take(3) >> count",
        &expect![[r#"
        1: 5
            `ticks` takes a duration here, but `5` is a number
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
    check(
        "let a = ticks(64kb) >> map(f);\nlet b = from(x);\n(a, b) >> select(0, f, g) >> count",
        &expect![[r#"
            1: 64kb
                `ticks` takes a duration here, but `64kb` is a size
                help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
}

#[test]
fn a_word_of_the_next_step() {
    check(
        "from(x) >> throttle(10, 1s) >> count",
        &expect![[r#"
        1: throttle
            `throttle` is reserved for a stage of the next version
            help: a stage of your own is called by its path: `YourTrait::throttle`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\n(a, b) >> join >> count",
        &expect![[r#"
            2: join
                `join` is reserved for a stage of the next version
                help: a stage of your own is called by its path: `YourTrait::join`"#]],
    );
}

#[test]
fn options_that_are_right() {
    accepted(&[
        "from(x) >> fan_out(4, by = |x| x.key) >> map(g) >> fan_in >> buffer(8, drop_newest) >> count",
        "from(x) >> through(f, rate = 1) >> own::stage(rate = 1) >> buffer(8, drop_oldest) >> count",
    ]);
}
