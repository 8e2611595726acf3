//! Several mistakes: each is said once, in the order of the source.

use crate::testing::diagnostics;
use expect_test::{Expect, expect};

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&diagnostics(body));
}

#[test]
fn a_mistake_a_statement() {
    check(
        "let (rows, bad) = lines(file)? >> map(parse) >> split_result;
let audit = from(x) >> filter(p);
rws >> for_each(print);
let total: usize = bad >> fan_out(4) >> fold(0, f);
let more = from(y) >> batch(10, 5sec) >> count;
total + more",
        &expect![[r#"
            2: audit
                stream `audit` is never consumed
                help: end it with a sink such as `for_each(..)`, or return it as the tail
            3: rws
                cannot find stream `rws` in this pipeline
                help: a stream with a similar name exists: `rows`
            4: fold(0, f)
                `fold` has no meaning across the workers of `fan_out(4)`
                help: `fold(..) >> fan_in >> reduce(..)`
            5: 5sec
                unknown unit `sec` in `5sec`
                help: durations end in `us`, `ms`, `s`, `min`, or `h`"#]],
    );
}

#[test]
fn mistakes_of_syntax_hide_those_behind() {
    check(
        "let a = from(x) -> map(f);
let b = a >> match >> count
#[inline] let c = unknown >> fan_ot(3);
from(z) >> >> count",
        &expect![[r#"
            1: ->
                stages are joined by `>>`
            2: match
                expected a stage, found keyword `match`
            4: >>
                expected a stage after `>>`"#]],
    );
}

#[test]
fn mistakes_of_one_chain_that_have_nothing_to_do_with_each_other() {
    check(
        "from(x) >> batch(0) >> fan_out(4, orderd) >> map >> fan_in >> buffer(0)",
        &expect![[r#"
        1: 0
            `batch` needs at least one item
        1: orderd
            unknown option `orderd` for `fan_out`
            help: an option with a similar name exists: `ordered`
        1: map
            `map` takes a function, but has no arguments
        1: 0
            `buffer` needs room for at least one item"#]],
    );
}

#[test]
fn two_unknown_names_in_a_join() {
    check(
        "let a = from(x);\n(b, c) >> fan_in >> for_each(f);\na >> count",
        &expect![[r#"
        2: b
            cannot find stream `b` in this pipeline
            help: a stream with a similar name exists: `a`
        2: c
            cannot find stream `c` in this pipeline
            help: a stream with a similar name exists: `a`"#]],
    );
}

#[test]
fn an_unread_stream_and_a_misspelt_one() {
    check(
        "let rows = from(x);\nlet audit = from(y);\nrws >> count",
        &expect![[r#"
            2: audit
                stream `audit` is never consumed
                help: end it with a sink such as `for_each(..)`, or return it as the tail
            3: rws
                cannot find stream `rws` in this pipeline
                help: a stream with a similar name exists: `rows`"#]],
    );
}

#[test]
fn two_regions() {
    check(
        "let a = from(x) >> fan_out(2) >> fan_in;
let b = from(y) >> fan_out(4) >> take(3) >> skip(1) >> fan_in;
(a, b) >> fan_in >> fan_in >> count",
        &expect![[r#"
            1: fan_out(2)
                `fan_out(2)` has nothing to run
            2: take(3)
                `take` inside `fan_out(4)` would count on each worker
                help: close the region first: `>> fan_in`
            3: fan_in
                `fan_in` closes a `fan_out`, and none is open here"#]],
    );
}

#[test]
fn an_open_region_and_a_fan_in_too_many() {
    check(
        "let a = from(x) >> fan_out(2) >> map(f);
let b = from(y) >> fan_in;
a >> fan_in >> for_each(g);
b >> count",
        &expect![[r#"
            1: fan_out(2)
                the workers of `fan_out(2)` never meet again
                help: close the region with `fan_in` or end it with a sink
            2: fan_in
                `fan_in` closes a `fan_out`, and none is open here"#]],
    );
}

#[test]
fn a_mistake_makes_none_of_what_depends_on_it() {
    check(
        "let (a, b, c) = from(x) >> split_result;
let d = a >> fan_out(2) >> map(f);
let e = (b, c) >> fan_in >> cont;
let f = e >> map(g);
d >> fan_in >> for_each(h);
f >> count",
        &expect![[r#"
            1: split_result
                `split_result` gives two streams, but three names are bound
            2: fan_out(2)
                the workers of `fan_out(2)` never meet again
                help: close the region with `fan_in` or end it with a sink
            3: cont
                cannot find stage `cont`
                help: a stage with a similar name exists: `count`
                help: a stage of your own is called by its path: `YourTrait::cont`"#]],
    );
}
