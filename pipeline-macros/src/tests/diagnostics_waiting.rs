//! Joins that wait.

use crate::testing::diagnostics;

#[test]
fn probe() {
    for chain in [
        "let b = b >> filter(|x| true); (a, b) >> zip >> count",
        "let b = b >> fan_out(4) >> map(f) >> fan_in; (a, b) >> zip >> count",
        "let b = b >> fan_out(4, ordered) >> map(f) >> fan_in; (a, b) >> zip >> count",
        "let b = b >> batch(100); (a, b) >> zip >> count",
        "let b = b >> batch(100); let a = a >> batch(100); (a, b) >> zip >> count",
        "let b = b >> skip(8); (a, b) >> zip >> count",
        "let b = b >> skip(8); let a = a >> buffer(8); (a, b) >> zip >> count",
        "let b = b >> skip(8); let a = a >> buffer(7); (a, b) >> zip >> count",
        "let b = b >> through(f); (a, b) >> zip >> count",
        "let b = b >> take(3) >> mine(rate = 1); (a, b) >> zip >> count",
        "(a, b) >> concat >> count",
        "(a, b) >> fan_in >> count",
        "(a, b) >> prefer >> count",
        "let c = from(x); let (y, n) = c >> partition(p); let y = y >> discard; let p = (a, n) >> zip; b >> for_each(f); p >> count",
        "let c = (a, b) >> zip; let d = from(x); (c, d) >> concat >> count",
    ] {
        println!(
            "{chain}\n{}\n",
            diagnostics(&format!("let (a, b) = from(x) >> tee; {chain}"))
        );
    }
    println!(
        "{}",
        diagnostics("let (y, n) = from(x) >> partition(p); (y, n) >> zip >> count")
    );
    println!(
        "{}",
        diagnostics(
            "let (x1, x2) = from(x) >> tee; let (y1, y2) = from(y) >> tee; let x1 = x1 >> filter(p); let j = (x1, y1) >> zip; j >> for_each(f); (x2, y2) >> zip >> count"
        )
    );
    println!(
        "{}",
        diagnostics(
            "let (x1, x2) = from(x) >> tee; let (y1, y2) = from(y) >> tee; let j = (x1, y1) >> zip; j >> for_each(f); (x2, y2) >> zip >> count"
        )
    );
    println!("{}", diagnostics("ticks(1s) >> map(f) >> collect"));
}
