//! Joins that wait: two branches of one split.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

/// Two branches of a `tee` in the middle of other things, with some stages on the second of them.
fn check_in_graph(stages: &str, expected: &Expect) {
    let body = format!(
        "let (rows, bad) = lines(file)? >> fan_out(3) >> map(parse) >> fan_in >> split_result;
let (plain, work, audit) = rows >> tee;
audit >> for_each(print)?;
let done = work >> {stages};
let n = bad >> batch(50, 1s) >> map(put)? >> sum::<u64>();
let m = (plain, done) >> zip >> fan_out(2) >> count;
(n, m)"
    );
    check(&body, expected);
}

#[test]
fn order_that_is_lost() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> fan_out(4) >> map(f) >> fan_in;\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` pairs by position, but `fan_out(4)` on `b` loses the order
                help: write `fan_out(4, ordered)`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> fan_out >> map(f) >> fan_in;\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` pairs by position, but `fan_out` on `b` loses the order
                help: write `fan_out(ordered)`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet a = a >> fan_out(4, by = key) >> map(f) >> fan_in;\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` pairs by position, but `fan_out(4, by = key)` on `a` loses the order
                note: `by` keeps the order of each key only
                help: write `fan_out(4, ordered)`"#]],
    );
    check_in_graph(
        "map(f) >> fan_out(8) >> map_init(connect, |db, row| db.put(row))? >> fan_in",
        &expect![[r#"
            6: zip
                `zip` pairs by position, but `fan_out(8)` on `done` loses the order
                help: write `fan_out(8, ordered)`"#]],
    );
    check_in_graph(
        "fan_out(2) >> count >> fan_in",
        &expect![[r#"
        6: zip
            `zip` pairs by position, but `fan_out(2)` on `done` loses the order
            help: write `fan_out(2, ordered)`"#]],
    );
}

#[test]
fn a_stage_that_drops() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> filter(p);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `filter` on `b` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `filter` in front of the `tee`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet a = a >> dedup;\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `dedup` on `a` drops items that `b` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `dedup` in front of the `tee`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> buffer(8, drop_oldest);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `buffer` on `b` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `buffer` in front of the `tee`"#]],
    );
    check_in_graph(
        "map(f) >> filter_map(Result::ok)",
        &expect![[r#"
        6: zip
            `zip` can deadlock: `filter_map` on `done` drops items that `plain` keeps, and both come from one `tee`
            help: merge with `fan_in`, or put `filter_map` in front of the `tee`"#]],
    );
    check_in_graph(
        "fan_out(4, ordered) >> filter(p) >> fan_in",
        &expect![[r#"
        6: zip
            `zip` can deadlock: `filter` on `done` drops items that `plain` keeps, and both come from one `tee`
            help: merge with `fan_in`, or put `filter` in front of the `tee`"#]],
    );
}

#[test]
fn a_stage_that_gives_any_number() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> flat_map(f);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `flat_map` on `b` gives another number of items than `a` has, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> batch(10, 1s);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `batch` on `b` gives another number of items than `a` has, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check_in_graph(
        "map(words) >> flatten",
        &expect![[r#"
        6: zip
            `zip` can deadlock: `flatten` on `done` gives another number of items than `plain` has, and both come from one `tee`
            help: merge with `fan_in`"#]],
    );
    check_in_graph(
        "bridge >> map(f)",
        &expect![[r#"
        6: zip
            `zip` can deadlock: `bridge` on `done` gives another number of items than `plain` has, and both come from one `tee`
            help: merge with `fan_in`"#]],
    );
}

#[test]
fn a_split_that_gives_an_item_to_one_of_its_streams() {
    check(
        "let (yes, no) = from(x) >> partition(p);\n(yes, no) >> zip >> count",
        &expect![[r#"
            2: zip
                `zip` can deadlock: `yes` and `no` both come from one `partition`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (ok, bad) = from(x) >> split_result;\n(ok, bad) >> zip >> count",
        &expect![[r#"
            2: zip
                `zip` can deadlock: `ok` and `bad` both come from one `split_result`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b, c) = from(x) >> route(f);\na >> discard;\n(b, c) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `b` and `c` both come from one `route`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (rows, bad) = lines(file) >> split_result;\nlet n = rows >> map(f)? >> batch(10) >> count;\nlet (even, odd) = bad >> map(g) >> partition(p);\nlet odd = odd >> map(h);\nlet m = (even, odd) >> zip >> count;\n(n, m)",
        &expect![[r#"
            5: zip
                `zip` can deadlock: `even` and `odd` both come from one `partition`
                help: merge with `fan_in`"#]],
    );
}

#[test]
fn concat_of_branches() {
    check(
        "let (a, b) = from(x) >> tee;\n(a, b) >> concat >> count",
        &expect![[r#"
            2: concat
                `concat` can deadlock: `a` and `b` both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b, c) = lines(f)? >> tee;\nlet first = from(x);\nb >> map(f) >> buffer(100) >> discard;\n(first, a, c) >> concat >> map(g) >> for_each(print)?;",
        &expect![[r#"
            4: concat
                `concat` can deadlock: `a` and `c` both come from one `tee`
                help: merge with `fan_in`"#]],
    );
}

#[test]
fn unequal_rates() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> batch(100);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `b` gives one item for every 100 of `a`; no finite buffer makes `zip` safe
                help: batch after the `zip`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet a = a >> batch(10);\nlet b = b >> batch(4);\n(a, b) >> zip >> count",
        &expect![[r#"
            4: zip
                `a` gives 2 items for every 5 of `b`; no finite buffer makes `zip` safe
                help: batch after the `zip`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet a = a >> step_by(3);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `a` gives one item for every 3 of `b`; no finite buffer makes `zip` safe
                help: put `step_by` behind the `zip`"#]],
    );
    check_in_graph(
        "map(f) >> batch(6) >> map(sum) >> batch(10)",
        &expect![[r#"
        6: zip
            `done` gives one item for every 60 of `plain`; no finite buffer makes `zip` safe
            help: batch after the `zip`"#]],
    );
}

#[test]
fn a_lag_without_room() {
    check(
        "let (a, b) = from(x) >> tee;\nlet a = a >> skip(8);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `skip(8)` on `a` needs `buffer(8)` or more on `b`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(8);\nlet a = a >> buffer(7);\n(a, b) >> zip >> count",
        &expect![[r#"
            4: zip
                `skip(8)` on `b` needs `buffer(8)` or more on `a`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(2) >> map(f) >> skip(3);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `skip(3)` on `b` needs `buffer(5)` or more on `a`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet a = a >> batch(10) >> skip(2);\nlet b = b >> batch(10);\n(a, b) >> zip >> count",
        &expect![[r#"
            4: zip
                `skip(2)` on `a` needs `buffer(20)` or more on `b`"#]],
    );
    check_in_graph(
        "map(f) >> skip(1_000)",
        &expect![[r#"
        6: zip
            `skip(1_000)` on `done` needs `buffer(1000)` or more on `plain`"#]],
    );
}

#[test]
fn a_lag_that_the_order_of_the_branches_makes_longer() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(8);\nlet a = a >> buffer(8);\n(b, a) >> zip >> count",
        &expect![[r#"
            4: zip
                `skip(8)` on `b` needs `buffer(9)` or more on `a`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(1);\n(b, a) >> zip >> count",
        &expect![[r#"
            3: zip
                `skip(1)` on `b` needs `buffer(2)` or more on `a`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(8);\nlet a = a >> buffer(9);\n(b, a) >> zip >> count",
        &expect![""],
    );
}

#[test]
fn a_number_that_is_no_literal() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(n);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` needs to know how many items `skip` gives
                help: write the number as a literal"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> batch(n);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` needs to know how many items `batch` gives
                help: write the number as a literal"#]],
    );
    check_in_graph(
        "map(f) >> step_by(n + 1)",
        &expect![[r#"
        6: zip
            `zip` needs to know how many items `step_by` gives
            help: write the number as a literal"#]],
    );
}

#[test]
fn a_stage_that_nobody_can_see_into() {
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> through(f);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` needs to know how many items `through` gives
                help: say it: `through(.., rate = 1)`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> via(part);\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` needs to know how many items `via` gives
                help: say it: `via(.., rate = 1)`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> settle;\n(a, b) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` needs to know how many items `settle` gives
                help: say it: `settle(.., rate = 1)`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> through(f, rate = 2);\n(a, b) >> zip >> count",
        &expect![[r#"
            2: 2
                `rate` can only be `1`: one item for one, in order"#]],
    );
    check_in_graph(
        "map(f) >> Stages::mine(3)",
        &expect![[r#"
        6: zip
            `zip` needs to know how many items `mine` gives
            help: say it: `mine(.., rate = 1)`"#]],
    );
}
