//! `fan_out` and what closes it.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// A graph around a chain from `work` to the result `stored`.
fn check_in_graph(chain: &str, expected: &Expect) {
    let body = format!(
        "let (audit, work) = lines(file)? >> fan_out(3, ordered) >> map(parse) >> fan_in >> tee;
audit >> for_each(print);
let stored = work >> {chain};
let again = from(keys) >> fan_out(2) >> count;
(stored, again)"
    );
    check(&body, expected);
}

#[test]
fn fan_in_without_fan_out() {
    check(
        "from(x) >> map(f) >> fan_in >> count",
        &expect![[r#"
        1: fan_in
            `fan_in` closes a `fan_out`, and none is open here"#]],
    );
    check_in_graph(
        "map(f) >> fan_in >> count",
        &expect![[r#"
        3: fan_in
            `fan_in` closes a `fan_out`, and none is open here"#]],
    );
    check_in_graph(
        "fan_out(4) >> map(f) >> fan_in >> fan_in >> count",
        &expect![[r#"
        3: fan_in
            `fan_in` closes a `fan_out`, and none is open here"#]],
    );
    check(
        "let a = from(x);\na >> fan_in >> count",
        &expect![[r#"
        2: fan_in
            `fan_in` closes a `fan_out`, and none is open here"#]],
    );
}

#[test]
fn a_region_without_an_end() {
    check(
        "from(x) >> fan_out(4) >> map(f)",
        &expect![[r#"
        1: fan_out(4)
            the workers of `fan_out(4)` never meet again
            help: close the region with `fan_in` or end it with a sink"#]],
    );
    check(
        "from(x) >> fan_out",
        &expect![[r#"
        1: fan_out
            the workers of `fan_out` never meet again
            help: close the region with `fan_in` or end it with a sink"#]],
    );
    check(
        "let stored = from(y) >> count;\nlet rest = from(x) >> fan_out(num_cpus, ordered) >> map(f);\nrest >> filter(g) >> for_each(print);\nstored + 1",
        &expect![[r#"
            2: fan_out(num_cpus, ordered)
                the workers of `fan_out(num_cpus, ordered)` never meet again
                help: close the region with `fan_in` or end it with a sink"#]],
    );
}

#[test]
fn a_region_open_across_a_let() {
    check(
        "let rows = from(x) >> fan_out(4) >> map(f);\nrows >> fan_in >> count",
        &expect![[r#"
            1: fan_out(4)
                the workers of `fan_out(4)` never meet again
                help: close the region with `fan_in` or end it with a sink"#]],
    );
    check(
        "let rows = from(x) >> fan_out(4);\nlet good = rows >> map(f);\nlet n = good >> filter(g) >> fan_in >> count;\nlet m = from(y) >> count;\nn + m",
        &expect![[r#"
            1: fan_out(4)
                the workers of `fan_out(4)` never meet again
                help: close the region with `fan_in` or end it with a sink"#]],
    );
}

#[test]
fn a_region_in_a_region() {
    check(
        "from(x) >> fan_out(4) >> map(f) >> fan_out(2) >> map(g) >> fan_in >> fan_in >> count",
        &expect![[r#"
            1: fan_out(2)
                regions cannot be nested
                note: `fan_out(4)` is still open here
                help: close the first one with `fan_in`"#]],
    );
    check_in_graph(
        "fan_out(4, ordered) >> map(f) >> fan_out(2) >> map(g) >> fan_in >> count",
        &expect![[r#"
            3: fan_out(2)
                regions cannot be nested
                note: `fan_out(4, ordered)` is still open here
                help: close the first one with `fan_in`"#]],
    );
    check(
        "from(x) >> fan_out(4) >> fan_out(2) >> count",
        &expect![[r#"
        1: fan_out(2)
            regions cannot be nested
            note: `fan_out(4)` is still open here
            help: close the first one with `fan_in`"#]],
    );
}

#[test]
fn a_region_with_nothing_to_run() {
    check(
        "from(x) >> fan_out(2) >> fan_in >> count",
        &expect![[r#"
        1: fan_out(2)
            `fan_out(2)` has nothing to run"#]],
    );
    check_in_graph(
        "fan_out(2) >> fan_in >> count",
        &expect![[r#"
        3: fan_out(2)
            `fan_out(2)` has nothing to run"#]],
    );
    check_in_graph(
        "map(f) >> fan_out >> fan_in >> count",
        &expect![[r#"
        3: fan_out
            `fan_out` has nothing to run"#]],
    );
}

#[test]
fn a_sink_that_cannot_be_merged() {
    check(
        "from(x) >> fan_out(4) >> fold(0, f)",
        &expect![[r#"
        1: fold(0, f)
            `fold` has no meaning across the workers of `fan_out(4)`
            help: `fold(..) >> fan_in >> reduce(..)`"#]],
    );
    check(
        "from(x) >> fan_out(4) >> fold(0, f)?",
        &expect![[r#"
        1: fold(0, f)
            `fold` has no meaning across the workers of `fan_out(4)`
            help: `fold(..)? >> fan_in >> reduce(..)`"#]],
    );
    check(
        "from(x) >> fan_out(4) >> map(f) >> reduce(g)?",
        &expect![[r#"
        1: reduce(g)
            `reduce` has no meaning across the workers of `fan_out(4)`
            help: `reduce(..)? >> fan_in >> reduce(..)?`"#]],
    );
    check_in_graph(
        "fan_out(4) >> map(f) >> last",
        &expect![[r#"
        3: last
            `last` has no meaning across the workers of `fan_out(4)`
            help: `last >> fan_in >> reduce(..)`"#]],
    );
    check_in_graph(
        "fan_out(4) >> map(f) >> fold_by(key, 0, add)",
        &expect![[r#"
        3: fold_by(key, 0, add)
            `fold_by` has no meaning across the workers of `fan_out(4)`
            help: `fold_by(..) >> fan_in >> reduce(..)`"#]],
    );
    check_in_graph(
        "fan_out >> find(|row| row.is_new())",
        &expect![[r#"
        3: find(|row| row.is_new())
            `find` has no meaning across the workers of `fan_out`
            help: `find(..) >> fan_in >> reduce(..)`"#]],
    );
}

#[test]
fn an_ordered_region_that_ends_in_a_sink() {
    check(
        "from(x) >> fan_out(4, ordered) >> collect::<Vec<_>>()",
        &expect![[r#"
        1: collect::<Vec<_>>()
            an `ordered` region gives its order only through `fan_in`
            help: `fan_in >> collect::<..>()`"#]],
    );
    check_in_graph(
        "fan_out(4, ordered) >> map(f) >> for_each(print)?",
        &expect![[r#"
        3: for_each(print)
            an `ordered` region gives its order only through `fan_in`
            help: `fan_in >> for_each(..)?`"#]],
    );
    check_in_graph(
        "fan_out(4, ordered) >> map(f) >> fold(0, add)",
        &expect![[r#"
        3: fold(0, add)
            an `ordered` region gives its order only through `fan_in`
            help: `fan_in >> fold(..)`"#]],
    );
    check_in_graph(
        "fan_out(ordered) >> count >> fan_in >> sum::<usize>()",
        &expect![[r#"
        3: count
            an `ordered` region gives its order only through `fan_in`
            help: `fan_in >> count`"#]],
    );
}

#[test]
fn a_split_in_a_region() {
    check(
        "let (a, b) = from(x) >> fan_out(4) >> tee;\n(a, b) >> fan_in >> count",
        &expect![[r#"
            1: tee
                `tee` cannot stand inside `fan_out(4)`
                help: close the region first: `>> fan_in`"#]],
    );
    check(
        "let (a, b) = from(x) >> fan_out(4) >> tee >> fan_in;\n(a, b) >> fan_in >> count",
        &expect![[r#"
            1: tee
                `tee` cannot stand inside `fan_out(4)`
                help: close the region first: `>> fan_in`"#]],
    );
    check_in_graph(
        "fan_out(4) >> split_result >> fan_in >> count",
        &expect![[r#"
        3: split_result
            `split_result` cannot stand inside `fan_out(4)`
            help: close the region first: `>> fan_in`"#]],
    );
}

#[test]
fn a_boundary_in_a_region() {
    check(
        "from(x) >> fan_out(4) >> buffer(8) >> fan_in >> count",
        &expect![[r#"
        1: buffer(8)
            `buffer` cannot stand inside `fan_out(4)`
            help: close the region first: `>> fan_in`"#]],
    );
    check_in_graph(
        "fan_out(4) >> map(f) >> buffer(8) >> fan_in >> count",
        &expect![[r#"
        3: buffer(8)
            `buffer` cannot stand inside `fan_out(4)`
            help: close the region first: `>> fan_in`"#]],
    );
}

#[test]
fn a_batch_with_a_time_in_a_region() {
    check(
        "from(x) >> fan_out(4) >> batch(10, 20ms) >> fan_in >> count",
        &expect![[r#"
        1: batch(10, 20ms)
            `batch` with a time cannot stand inside `fan_out(4)`
            help: close the region first: `>> fan_in`"#]],
    );
    check_in_graph(
        "fan_out(4) >> batch(10, 20ms) >> map(f) >> fan_in >> count",
        &expect![[r#"
        3: batch(10, 20ms)
            `batch` with a time cannot stand inside `fan_out(4)`
            help: close the region first: `>> fan_in`"#]],
    );
}

#[test]
fn a_stage_that_counts_in_a_region() {
    check(
        "from(x) >> fan_out(4) >> take(3) >> fan_in >> count",
        &expect![[r#"
        1: take(3)
            `take` inside `fan_out(4)` would count on each worker
            help: close the region first: `>> fan_in`"#]],
    );
    check_in_graph(
        "fan_out(4, ordered) >> map(f) >> enumerate >> fan_in >> count",
        &expect![[r#"
        3: enumerate
            `enumerate` inside `fan_out(4, ordered)` would count on each worker
            help: close the region first: `>> fan_in`"#]],
    );
    for stage in [
        "skip(3)",
        "step_by(2)",
        "dedup",
        "scan(0, f)",
        "take_while(p)",
        "map_while(f)",
        "skip_while(p)",
    ] {
        let shown = diagnostics(&format!(
            "from(x) >> fan_out(4) >> {stage} >> fan_in >> count"
        ));
        let word = stage.split('(').next().unwrap_or_default();
        let says = format!(
            "1: {stage}\n    `{word}` inside `fan_out(4)` would count on each worker\n    help: close the region first: `>> fan_in`"
        );
        assert_eq!(shown, says);
    }
}

#[test]
fn what_holds_items_back_in_an_ordered_region() {
    check(
        "from(x) >> fan_out(4, ordered) >> batch(10) >> fan_in >> count",
        &expect![[r#"
        1: batch(10)
            `batch` inside `fan_out(4, ordered)` would hold items back that the order waits for
            help: close the region first: `>> fan_in`"#]],
    );
    check_in_graph(
        "fan_out(4, ordered) >> map(f) >> through(g) >> fan_in >> count",
        &expect![[r#"
        3: through(g)
            `through` inside `fan_out(4, ordered)` would hold items back that the order waits for
            help: close the region first: `>> fan_in`"#]],
    );
}

#[test]
fn regions_that_are_right() {
    check(
        "from(x) >> fan_out(4) >> batch(10) >> through(g) >> fan_in >> count",
        &expect![[""]],
    );
    check(
        "from(x) >> fan_out(4) >> fold(0, f) >> fan_in >> reduce(g)",
        &expect![[""]],
    );
    check("from(x) >> fan_out(4) >> any(p)?", &expect![[""]]);
    check("from(x) >> fan_out >> reduce(g)", &expect![[""]]);
    check_in_graph(
        "fan_out(4) >> map(f) >> fan_in >> fan_out(2, ordered) >> map(g) >> fan_in >> count",
        &expect![[""]],
    );
}

#[test]
fn many_arguments_are_not_repeated_in_the_message() {
    check(
        "from(x) >> fan_out(how_many_workers_there_are_to_be(config)) >> map(f)",
        &expect![[r#"
            1: fan_out(how_many_workers_there_are_to_be(config))
                the workers of `fan_out(..)` never meet again
                help: close the region with `fan_in` or end it with a sink"#]],
    );
}
