//! Joins that wait and are sound: none of these is refused.

use crate::testing::diagnostics;

fn accepted(bodies: &[&str]) {
    for body in bodies {
        assert_eq!(diagnostics(body), "", "{body}");
    }
}

#[test]
fn separate_sources() {
    accepted(&[
        "let a = from(x) >> fan_out(4) >> map(f) >> fan_in;\nlet b = from(y) >> filter(p);\n(a, b) >> zip >> count",
        "let a = from(x);\nlet b = generate(f) >> flat_map(g);\nlet c = receive(rx) >> through(h);\n(a, b, c) >> concat >> count",
        "let (a, b) = from(x) >> tee;\nlet c = from(y) >> filter(p);\na >> discard;\n(b, c) >> zip >> count",
    ]);
}

#[test]
fn joins_that_do_not_wait() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\nlet b = b >> filter(p);\n(a, b) >> fan_in >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> flat_map(f);\n(b, a) >> prefer >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> batch(100);\n(a, b) >> select(0, f, g, at_end = h) >> count",
    ]);
}

#[test]
fn one_for_one() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> map(f)? >> inspect(g) >> enumerate >> buffer(n) >> scan(0, f);\n(b, a) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> fan_out(4, ordered) >> map(f) >> map_init(g, h) >> fan_in;\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> fan_out(1) >> map(f) >> fan_in;\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> fan_out(4) >> filter(p) >> fan_in >> tee;\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> unzip;\nlet a = a >> map(f);\n(a, b) >> zip >> count",
        "let (a, b, c) = generate(f)? >> tee;\n(a, c, b) >> zip >> count",
        "let (yes, no) = from(x) >> partition(p);\nno >> discard;\nlet (a, b) = yes >> tee;\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\n(a, b) >> zip >> filter(p) >> fan_out(8) >> map(f) >> fan_in >> count",
    ]);
}

#[test]
fn what_ends_a_branch_ends_the_zip() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\nlet b = b >> take(3);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> or_done(done);\nlet a = a >> take_while(p) >> map_while(f);\n(a, b) >> zip >> count",
    ]);
}

#[test]
fn equal_rates() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\nlet a = a >> batch(100);\nlet b = b >> map(f) >> batch(100);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet a = a >> batch(4) >> batch(25);\nlet b = b >> step_by(100);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> tee;\nd >> batch(5) >> discard;\nlet a = a >> batch(10);\nlet c = c >> batch(10);\n(a, c) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet c = from(y);\nlet b = b >> batch(10);\nlet d = (b, c) >> zip;\nlet a = a >> batch(10);\n(a, d) >> zip >> count",
    ]);
}

#[test]
fn lags_with_room() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(8);\nlet a = a >> buffer(8);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(1);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(5);\nlet a = a >> skip(5);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet b = b >> skip(8);\nlet a = a >> buffer(3) >> map(f) >> buffer(5);\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet a = a >> batch(10) >> buffer(3);\nlet b = b >> skip(20) >> batch(10);\n(a, b) >> zip >> count",
    ]);
}

#[test]
fn claims() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\nlet b = b >> through(f, rate = 1) >> via(part, rate = 1) >> mine(3, rate = 1) >> own::stage(rate = 1);\n(a, b) >> zip >> count",
    ]);
}

#[test]
fn graphs_that_are_not_series_parallel() {
    accepted(&[
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\n(x1, y1) >> zip >> for_each(f);\n(x2, y2) >> zip >> count",
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet x1 = x1 >> fan_out(4) >> map(f) >> fan_in;\n(x1, y1) >> zip >> for_each(f);\n(x2, y2) >> zip >> count",
        "let (x1, x2) = from(x) >> tee;\nlet (y1, y2) = from(y) >> tee;\nlet j = (x1, y1) >> zip;\nlet k = (x2, y2) >> zip >> map(f);\n(j, k) >> zip >> count",
        "let (a, b, c) = from(x) >> tee;\nlet d = (a, b) >> zip;\n(d, c) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> map(f) >> tee;\nlet e = (c, d) >> zip;\n(a, e) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> tee;\nlet j = (a, c) >> zip;\n(j, d) >> fan_in >> count",
        "let (a, b) = from(x) >> tee;\nlet (c, d) = b >> tee;\nd >> filter(p) >> batch(10, 1s) >> for_each(f);\n(a, c) >> zip >> count",
    ]);
}

#[test]
fn one_diamond_behind_another() {
    accepted(&[
        "let (a, b) = from(x) >> tee;\nlet c = (a, b) >> fan_in;\nlet (c, d) = c >> filter(p) >> tee;\n(c, d) >> zip >> count",
        "let (yes, no) = from(x) >> partition(p);\nlet all = (yes, no) >> fan_in;\nlet (a, b) = all >> tee;\n(a, b) >> zip >> count",
        "let (a, b) = from(x) >> tee;\nlet j = (a, b) >> zip;\nlet (c, d) = j >> flat_map(f) >> tee;\nlet c = c >> batch(3);\nlet d = d >> batch(3);\n(c, d) >> zip >> count",
    ]);
}
