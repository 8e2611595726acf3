//! Joins that wait: through other joins and splits, and what is sound.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

#[test]
fn a_mistake_above_another_split() {
    check(
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> filter(p) >> tee;\nd >> discard;\n(a, c) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `filter` on `c` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `filter` in front of the `tee`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> partition(p);\nd >> discard;\n(a, c) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `partition` on `c` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> map(f) >> split_result;\nd >> for_each(print);\nlet c = c >> map(g);\n(c, a) >> zip >> count",
        &expect![[r#"
            5: zip
                `zip` can deadlock: `split_result` on `c` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
}

#[test]
fn a_join_on_the_way() {
    check(
        "let (a, b) = from(x) >> tee;\nlet c = from(y);\nlet m = (b, c) >> fan_in;\n(a, m) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `fan_in` on `m` gives another number of items than `a` has, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet c = from(y);\nlet m = (c, b) >> prefer >> map(f);\n(a, m) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `prefer` on `m` gives another number of items than `a` has, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet c = from(y);\nlet m = (b, c) >> select(0, f, g);\n(a, m) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `select` on `m` gives another number of items than `a` has, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet c = from(y);\nlet m = (b, c) >> concat;\n(a, m) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `concat` on `m` gives another number of items than `a` has, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
}

#[test]
fn a_circle_through_another_join() {
    check(
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet x1 = x1 >> filter(p);\nlet j = (x1, y1) >> zip;\nj >> for_each(f);\n(x2, y2) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `filter` on `x1` drops items, and `x1` and `y1` wait for each other through the `zip` on line 6
                note: the circle closes at the `tee` on line 1 and the `tee` on line 2
                help: merge with `fan_in`, or put `filter` in front of the `tee`"#]],
    );
    check(
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet y2 = y2 >> flat_map(f);\n(x1, y1) >> zip >> for_each(f);\n(x2, y2) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `flat_map` on `y2` gives another number of items than it takes, and `x1` and `y1` wait for each other through the `zip` on line 5
                note: the circle closes at the `tee` on line 1 and the `tee` on line 2
                help: merge with `fan_in`"#]],
    );
    check(
        "let (x1, x2) = from(x) >> partition(p);\nlet (y1, y2) = from(y) >> tee;\n(x1, y1) >> zip >> for_each(f);\n(x2, y2) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: an item of `partition` goes to one stream only, and `x1` and `y1` wait for each other through the `zip` on line 4
                note: the circle closes at the `partition` on line 1 and the `tee` on line 2
                help: merge with `fan_in`"#]],
    );
    check(
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\n(x1, y1) >> concat >> for_each(f);\n(x2, y2) >> zip >> count",
        &expect![[r#"
            3: concat
                `concat` can deadlock: `x1` and `y1` wait for each other through the `zip` on line 4
                note: the circle closes at the `tee` on line 1 and the `tee` on line 2
                help: merge with `fan_in`"#]],
    );
    check(
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet x1 = x1 >> through(f);\n(x1, y1) >> zip >> for_each(f);\n(x2, y2) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` needs to know how many items `through` gives
                help: say it: `through(.., rate = 1)`"#]],
    );
    check(
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet y1 = y1 >> batch(10);\nlet y2 = y2 >> batch(10);\n(x1, y1) >> zip >> for_each(f);\n(x2, y2) >> zip >> count",
        &expect![[r#"
            5: zip
                `zip` can deadlock: `batch` on `y1` gives another number of items than it takes, and `x1` and `y1` wait for each other through the `zip` on line 6
                note: the circle closes at the `tee` on line 1 and the `tee` on line 2
                help: merge with `fan_in`"#]],
    );
}

#[test]
fn a_circle_through_two_other_joins() {
    check(
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet (z1, z2) = from(z) >> tee;\nlet z1 = z1 >> dedup;\n(x1, y1) >> zip >> for_each(f);\n(y2, z1) >> zip >> discard;\n(z2, x2) >> zip >> count",
        &expect![[r#"
            5: zip
                `zip` can deadlock: `dedup` on `z1` drops items, and `x1` and `y1` wait for each other through the `zip` on line 7 and the `zip` on line 6
                note: the circle closes at the `tee` on line 1, the `tee` on line 3, and the `tee` on line 2
                help: merge with `fan_in`, or put `dedup` in front of the `tee`"#]],
    );
}

#[test]
fn one_stage_is_one_mistake() {
    check(
        "let (a, b) = from(x) >> tee;\nlet (b1, b2) = b >> filter(p) >> tee;\nlet (a1, a2) = a >> tee;\n(a1, b1) >> zip >> discard;\n(a2, b2) >> zip >> count",
        &expect![[r#"
            4: zip
                `zip` can deadlock: `filter` on `b1` drops items that `a1` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `filter` in front of the `tee`"#]],
    );
    check(
        "let (a, b, c) = from(x) >> tee;\nlet c = c >> dedup;\n(a, b, c) >> zip >> count",
        &expect![[r#"
            3: zip
                `zip` can deadlock: `dedup` on `c` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `dedup` in front of the `tee`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> fan_ot(4) >> map(f);\n(a, b) >> zip >> count",
        &expect![[r#"
            2: fan_ot
                cannot find stage `fan_ot`
                help: a stage with a similar name exists: `fan_out`
                help: a stage of your own is called by its path: `YourTrait::fan_ot`"#]],
    );
    check(
        "let (a, b) = from(x) >> tee;\nlet b = b >> batch(0);\n(a, b) >> zip >> count",
        &expect![[r#"
            2: 0
                `batch` needs at least one item"#]],
    );
}

#[test]
fn two_stages_are_two_mistakes() {
    check(
        "let (a, b) = from(x) >> tee;\nlet (c, d) = from(y) >> tee;\nlet b = b >> filter(p);\nlet c = c >> dedup;\n(a, b) >> zip >> discard;\n(c, d) >> zip >> count",
        &expect![[r#"
            5: zip
                `zip` can deadlock: `filter` on `b` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `filter` in front of the `tee`
            6: zip
                `zip` can deadlock: `dedup` on `c` drops items that `d` keeps, and both come from one `tee`
                help: merge with `fan_in`, or put `dedup` in front of the `tee`"#]],
    );
}

/// More walks than are told apart: still no wrong answer.
#[test]
fn very_many_walks() {
    let mut body = String::from("let (a, b) = from(x) >> tee;\n");
    for _ in 0..16 {
        body.push_str("let (c, d) = b >> tee;\nlet b = (c, d) >> zip >> map(f);\n");
    }
    check(&format!("{body}(a, b) >> zip >> count"), &expect![""]);
    check(
        &format!("{body}let b = b >> filter(p);\n(a, b) >> zip >> count"),
        &expect![[r#"
            35: zip
                `zip` can deadlock: `filter` on `b` drops items that `a` keeps, and both come from one `tee`
                help: merge with `fan_in`"#]],
    );
}
