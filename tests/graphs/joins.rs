//! What `.graph()` draws of splits and joins.

use crate::pictures::drawn;
use expect_test::expect;
use pipewright::Emitter;
use pipewright::prelude::*;

#[test]
fn a_tee_and_a_zip() {
    let graph = pipeline!({
        let (a, b) = from(0..9_u64) >> tee;
        let text = b >> map(|n| n.to_string());
        (a, text) >> zip >> count
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ tee
             ├─▶ [3]  a: u64, at most 10
             └─▶ [2]  b: u64, at most 10
        [2] map(..)
             └─▶ [3]  String, at most 10
        [3] zip ▷ count   (the caller's thread)
        `zip` of `a` and `text` cannot deadlock: every stage between the `tee` and here gives one item for one, in order
        at most 35 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ tee"]
            s2["map(..)"]
            s3(["zip ▷ count"])
            s1 -->|"a: u64, at most 10"| s3
            s1 -->|"b: u64, at most 10"| s2
            s2 -->|"String, at most 10"| s3
    "#]],
    );
}

#[test]
fn a_lag_with_room_and_equal_batches() {
    let graph = pipeline!({
        let (a, b, c) = from(0..9_u64) >> tee;
        let a = a >> buffer(3);
        let b = b >> skip(3);
        let (c, d) = c >> tee;
        let c = c >> batch(4);
        let d = d >> batch(4);
        let pairs = (a, b) >> zip >> count;
        let others = (c, d) >> zip >> count;
        (pairs, others)
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ tee
             ├─▶ [4]  a: u64, at most 3
             ├─▶ [3]  b: u64, at most 10
             └─▶ [2]  c: u64, at most 10
        [2] tee
             ├─▶ [5]  c: u64, at most 10
             └─▶ [6]  d: u64, at most 10
        [3] skip(3)
             └─▶ [4]  u64, at most 10
        [4] zip ▷ count
        [5] batch(4)
             └─▶ [7]  Vec<u64>, at most 10
        [6] batch(4)
             └─▶ [7]  Vec<u64>, at most 10
        [7] zip ▷ count   (the caller's thread)
        `zip` of `a` and `b` cannot deadlock: one is 3 items behind, and the other has room for 3
        `zip` of `c` and `d` cannot deadlock: both give one item for every 4
        at most 156 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ tee"]
            s2["tee"]
            s3["skip(3)"]
            s4["zip ▷ count"]
            s5["batch(4)"]
            s6["batch(4)"]
            s7(["zip ▷ count"])
            s1 -->|"a: u64, at most 3"| s4
            s1 -->|"b: u64, at most 10"| s3
            s1 -->|"c: u64, at most 10"| s2
            s2 -->|"c: u64, at most 10"| s5
            s2 -->|"d: u64, at most 10"| s6
            s3 -->|"u64, at most 10"| s4
            s5 -->|"Vec#lt;u64#gt;, at most 10"| s7
            s6 -->|"Vec#lt;u64#gt;, at most 10"| s7
    "#]],
    );
}

#[test]
fn splits() {
    let graph = pipeline!({
        let (good, bad) = from([Ok(1_u64), Err("x")]) >> split_result;
        let (small, large) = good >> partition(|n| *n < 5);
        let (a, b) = large >> map(|n| (n, n)) >> unzip;
        let (x, y) = a >> route(|n| usize::from(*n > 7));
        bad >> for_each(drop);
        let counted = small >> count;
        let x = x >> count;
        let y = y >> count;
        let b = b >> max;
        (counted, x, y, b)
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ split_result
             ├─▶ [2]  good: u64, at most 10
             └─▶ [5]  bad: &str, at most 10
        [2] partition(..)
             ├─▶ [6]  small: u64, at most 10
             └─▶ [3]  large: u64, at most 10
        [3] map(..) ▷ unzip
             ├─▶ [4]  a: u64, at most 10
             └─▶ [9]  b: u64, at most 10
        [4] route(..)
             ├─▶ [7]  x: u64, at most 10
             └─▶ [8]  y: u64, at most 10
        [5] for_each(drop)
        [6] count
        [7] count
        [8] count
        [9] max   (the caller's thread)
        at most 90 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ split_result"]
            s2["partition(..)"]
            s3["map(..) ▷ unzip"]
            s4["route(..)"]
            s5["for_each(drop)"]
            s6["count"]
            s7["count"]
            s8["count"]
            s9(["max"])
            s1 -->|"good: u64, at most 10"| s2
            s1 -->|"bad: &str, at most 10"| s5
            s2 -->|"small: u64, at most 10"| s6
            s2 -->|"large: u64, at most 10"| s3
            s3 -->|"a: u64, at most 10"| s4
            s3 -->|"b: u64, at most 10"| s9
            s4 -->|"x: u64, at most 10"| s7
            s4 -->|"y: u64, at most 10"| s8
    "#]],
    );
}

#[test]
fn a_merge() {
    let graph = pipeline!({
        let a = from(0..9_u64) >> map(|n| n + 1);
        let b = from(0..9_u64);
        let c = from(0..9_u64) >> buffer(2);
        (a, b, c) >> fan_in >> sum::<u64>()
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [4]  c: u64, at most 2
        [2] from(..) ▷ map(..)
             └─▶ [5]  u64, at most 10
        [3] from(..)
             └─▶ [5]  u64, at most 10
        [4] (moves items on)
             └─▶ [5]  u64, at most 10
        [5] sum   (the caller's thread)
        at most 37 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2["from(..) ▷ map(..)"]
            s3["from(..)"]
            s4["(moves items on)"]
            s5(["sum"])
            s1 -->|"c: u64, at most 2"| s4
            s2 -->|"u64, at most 10"| s5
            s3 -->|"u64, at most 10"| s5
            s4 -->|"u64, at most 10"| s5
    "#]],
    );
}

#[test]
fn joins_that_take_what_comes() {
    let graph = pipeline!({
        let a = from(0..9_u64);
        let b = generate(|out: &mut Emitter<u64>| out.push(1).unwrap());
        let c = ticks(1s) >> map(|_| 1_u64);
        let all = (a, b) >> prefer;
        (all, c)
            >> select(
                0,
                |sum, n, _: &mut Emitter<u64>| *sum += n,
                |sum, _, out| out.push(*sum).unwrap(),
            )
            >> take(4)
            >> last
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] generate(..)
             └─▶ [3]  b: u64, at most 10
        [2] from(..)
             └─▶ [3]  u64, at most 10
        [3] prefer
             └─▶ [5]  u64, at most 10
        [4] ticks(1s) ▷ map(..)
             └─▶ [5]  u64, at most 10
        [5] select(0, .., ..) ▷ take(4) ▷ last +   (the caller's thread)
        at most 45+ items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["generate(..)"]
            s2["from(..)"]
            s3["prefer"]
            s4["ticks(1s) ▷ map(..)"]
            s5(["select(0, .., ..) ▷ take(4) ▷ last +"])
            s1 -->|"b: u64, at most 10"| s3
            s2 -->|"u64, at most 10"| s3
            s3 -->|"u64, at most 10"| s5
            s4 -->|"u64, at most 10"| s5
    "#]],
    );
}

#[test]
fn a_concat_of_separate_sources() {
    let graph = pipeline!({
        let a = lines(&b"one"[..])?;
        let b = from(["two".to_owned()]);
        (a, b) >> concat >> count
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] lines(..)?
             └─▶ [3]  String, at most 10
        [2] from(..)
             └─▶ [3]  String, at most 10
        [3] concat ▷ count   (the caller's thread)
        `concat` of `a` and `b` cannot deadlock: nothing that feeds one waits for the other
        at most 23 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["lines(..)?"]
            s2["from(..)"]
            s3(["concat ▷ count"])
            s1 -->|"String, at most 10"| s3
            s2 -->|"String, at most 10"| s3
    "#]],
    );
}
