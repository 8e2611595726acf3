//! Literals: counts, times, and their units.

use crate::testing::{diagnostics, diagnostics_of_passed_on};
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
fn no_workers() {
    check(
        "from(x) >> fan_out(0) >> map(f) >> fan_in >> count",
        &expect![[r#"
        1: 0
            `fan_out` needs at least one worker"#]],
    );
    check_in_graph(
        "fan_out(0, ordered) >> map(f) >> fan_in",
        &expect![[r#"
        3: 0
            `fan_out` needs at least one worker"#]],
    );
}

#[test]
fn an_empty_batch() {
    check(
        "from(x) >> batch(0) >> count",
        &expect![[r#"
        1: 0
            `batch` needs at least one item"#]],
    );
    check_in_graph(
        "batch(0usize, 5ms)",
        &expect![[r#"
        3: 0usize
            `batch` needs at least one item"#]],
    );
}

#[test]
fn a_buffer_without_room() {
    check(
        "from(x) >> buffer(0) >> count",
        &expect![[r#"
        1: 0
            `buffer` needs room for at least one item"#]],
    );
    check_in_graph(
        "map(f) >> buffer(0x0)",
        &expect![[r#"
        3: 0x0
            `buffer` needs room for at least one item"#]],
    );
}

#[test]
fn a_step_of_nothing() {
    check(
        "from(x) >> step_by(0) >> count",
        &expect![[r#"
        1: 0
            `step_by` needs a step of at least one"#]],
    );
    check_in_graph(
        "step_by(0_0)",
        &expect![[r#"
        3: 0_0
            `step_by` needs a step of at least one"#]],
    );
}

#[test]
fn no_time() {
    check(
        "from(x) >> batch(10, 0ms) >> count",
        &expect![[r#"
        1: 0ms
            a duration must be longer than zero"#]],
    );
    check_in_graph(
        "batch(10, 0.0s)",
        &expect![[r#"
        3: 0.0s
            a duration must be longer than zero"#]],
    );
}

#[test]
fn zero_is_fine_where_it_means_something() {
    check(
        "from(x) >> take(0) >> skip(0) >> fold(0, f)",
        &expect![[""]],
    );
    check("from(0..0) >> count", &expect![[""]]);
}

#[test]
fn an_unknown_unit() {
    check(
        "from(x) >> batch(10, 50sec) >> count",
        &expect![[r#"
        1: 50sec
            unknown unit `sec` in `50sec`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
    check(
        "receive(after(50sec)) >> count",
        &expect![[r#"
        1: 50sec
            unknown unit `sec` in `50sec`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`
            help: sizes end in `kb`, `kib`, `mb`, `mib`, `gb`, or `gib`"#]],
    );
    check(
        "from(x) >> mine(3m) >> count",
        &expect![[r#"
        1: 3m
            unknown unit `m` in `3m`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`
            help: sizes end in `kb`, `kib`, `mb`, `mib`, `gb`, or `gib`"#]],
    );
    check(
        "from(x) >> take(10k) >> count",
        &expect![[r#"
        1: 10k
            unknown unit `k` in `10k`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`
            help: sizes end in `kb`, `kib`, `mb`, `mib`, `gb`, or `gib`"#]],
    );
    check_in_graph(
        "batch(10, 1.5seconds)",
        &expect![[r#"
        3: 1.5seconds
            unknown unit `seconds` in `1.5seconds`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
    check_in_graph(
        "fan_out(4x) >> map(f) >> fan_in",
        &expect![[r#"
        3: 4x
            unknown unit `x` in `4x`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`
            help: sizes end in `kb`, `kib`, `mb`, `mib`, `gb`, or `gib`"#]],
    );
}

#[test]
fn more_than_can_be_told() {
    check(
        "from(x) >> batch(10, 99999999999h) >> count",
        &expect![[r#"
        1: 99999999999h
            `99999999999h` is more than can be told"#]],
    );
    check_in_graph(
        "take(99999999999999gib)",
        &expect![[r#"
        3: 99999999999999gib
            `99999999999999gib` is more than can be told"#]],
    );
}

#[test]
fn a_size_where_a_duration_stands() {
    check(
        "from(x) >> batch(10, 64kb) >> count",
        &expect![[r#"
        1: 64kb
            `batch` takes a duration here, but `64kb` is a size
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
    check_in_graph(
        "batch(10, 1mib)",
        &expect![[r#"
        3: 1mib
            `batch` takes a duration here, but `1mib` is a size
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
}

#[test]
fn a_number_where_a_duration_stands() {
    check(
        "from(x) >> batch(10, 20) >> count",
        &expect![[r#"
        1: 20
            `batch` takes a duration here, but `20` is a number
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
    check_in_graph(
        "batch(10, 0.5)",
        &expect![[r#"
        3: 0.5
            `batch` takes a duration here, but `0.5` is a number
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
}

#[test]
fn a_size_where_a_count_stands() {
    check(
        "from(x) >> buffer(64kb) >> count",
        &expect![[r#"
        1: 64kb
            `buffer` takes a count here, but `64kb` is a size"#]],
    );
    check_in_graph(
        "batch(64kib)",
        &expect![[r#"
        3: 64kib
            `batch` takes a count here, but `64kib` is a size"#]],
    );
}

#[test]
fn a_duration_where_a_count_stands() {
    check(
        "from(x) >> batch(20ms) >> count",
        &expect![[r#"
        1: 20ms
            `batch` takes a count here, but `20ms` is a duration"#]],
    );
    check_in_graph(
        "fan_out(1s) >> map(f) >> fan_in",
        &expect![[r#"
        3: 1s
            `fan_out` takes a count here, but `1s` is a duration"#]],
    );
}

#[test]
fn rusts_own_literals_are_left_alone() {
    check(
        "from([1u8, 0x1F, 1e5, 2.5f32, 1_000, b's', 's', \"10sec\"]) >> take(3usize) >> count",
        &expect![[""]],
    );
    check("from(x) >> map(|n| n * 10sec) >> count", &expect![[""]]);
}

#[test]
fn literals_inside_of_invisible_groups() {
    expect![[r#"
        1: 0
            `batch` needs at least one item"#]]
    .assert_eq(&diagnostics_of_passed_on(
        "from(x) >> batch(@(0), @(5ms)) >> count",
    ));
    expect![[r#"
        1: 5sec
            unknown unit `sec` in `5sec`
            help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]]
    .assert_eq(&diagnostics_of_passed_on(
        "from(x) >> batch(@(10), @(@(5sec))) >> count",
    ));
    expect![[r#"
        1: 64kb
            `buffer` takes a count here, but `64kb` is a size"#]]
    .assert_eq(&diagnostics_of_passed_on(
        "from(x) >> buffer(@(64kb)) >> count",
    ));
}

#[test]
fn several_mistakes_among_arguments() {
    check(
        "let (audit, work) = lines(file)? >> batch(0, 5sec) >> tee;
audit >> fan_out(0, orderd) >> take_all(1x) >> fan_in >> for_each(print, 2);
work >> try_map_init(make, f) >> buffer(1mb) >> count",
        &expect![[r#"
            1: 0
                `batch` needs at least one item
            1: 5sec
                unknown unit `sec` in `5sec`
                help: durations end in `us`, `ms`, `s`, `min`, or `h`
            2: orderd
                unknown option `orderd` for `fan_out`
                help: an option with a similar name exists: `ordered`
            2: 1x
                unknown unit `x` in `1x`
                help: durations end in `us`, `ms`, `s`, `min`, or `h`
                help: sizes end in `kb`, `kib`, `mb`, `mib`, `gb`, or `gib`
            2: for_each(print, 2)
                `for_each` takes a function, but has two arguments
            3: try_map_init(make, f)
                `try_map_init` can fail, so it needs a `?` behind it
                help: `try_map_init(..)?`
            3: 1mb
                `buffer` takes a count here, but `1mb` is a size"#]],
    );
}
