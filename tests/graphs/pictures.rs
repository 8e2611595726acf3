//! What `.graph()` draws of chains, regions and batches.

use expect_test::{Expect, expect};
use pipewright::Graph;
use pipewright::prelude::*;

pub(crate) fn drawn(graph: &Graph, text: &Expect, mermaid: &Expect) {
    text.assert_eq(&graph.to_string());
    mermaid.assert_eq(&graph.to_mermaid());
}

#[test]
fn linear() {
    let graph = pipeline!(from(0..9_u64) >> map(|n| n + 1) >> filter(|n| *n > 2) >> sum::<u64>())
        .capacity(10)
        .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ map(..) ▷ filter(..) ▷ sum   (the caller's thread)
        at most 1 item in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1(["from(..) ▷ map(..) ▷ filter(..) ▷ sum"])
    "#]],
    );
}

#[test]
fn buffers() {
    let graph =
        pipeline!(from(["a"]) >> buffer(8) >> map(str::len) >> buffer(2, drop_oldest) >> max)
            .capacity(10)
            .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(["a"])
             └─▶ [2]  &str, at most 8
        [2] map(..)
             └─▶ [3]  usize, at most 2
        [3] max   (the caller's thread)
        at most 13 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from([#quot;a#quot;])"]
            s2["map(..)"]
            s3(["max"])
            s1 -->|"&str, at most 8"| s2
            s2 -->|"usize, at most 2"| s3
    "#]],
    );
}

#[test]
fn a_region() {
    let graph = pipeline!(
        from(0..9_u64)
            >> fan_out(4)
            >> map(|n| n + 1)
            >> fan_in
            >> buffer(3)
            >> collect::<Vec<_>>()
    )
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [2]  u64, at most 10
        [2] 4 × map(..)
             └─▶ [3]  u64, at most 3
        [3] collect   (the caller's thread)
        at most 19 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2[["4 × map(..)"]]
            s3(["collect"])
            s1 -->|"u64, at most 10"| s2
            s2 -->|"u64, at most 3"| s3
    "#]],
    );
}

#[test]
fn the_workers_read_the_edge_in_front_of_them() {
    let graph = pipeline!({
        let (all, some) = from(0..9_u64) >> tee;
        all >> fan_out(2) >> count;
        let queue = some >> map(|n| n) >> buffer(7, drop_newest);
        let met = queue >> fan_out(2) >> map(|n| n) >> fan_in;
        met >> fan_out(2) >> count
    })
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ tee
             ├─▶ [2]  all: u64, at most 10
             └─▶ [3]  some: u64, at most 10
        [2] 2 × count
        [3] map(..)
             └─▶ [4]  queue: u64, at most 7
        [4] 2 × map(..)
             └─▶ [5]  met: u64, at most 10
        [5] (moves items on)
             └─▶ [6]  u64, at most 10
        [6] 2 × count   (the caller's thread)
        at most 57 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ tee"]
            s2[["2 × count"]]
            s3["map(..)"]
            s4[["2 × map(..)"]]
            s5["(moves items on)"]
            s6[["2 × count"]]
            s1 -->|"all: u64, at most 10"| s2
            s1 -->|"some: u64, at most 10"| s3
            s3 -->|"queue: u64, at most 7"| s4
            s4 -->|"met: u64, at most 10"| s5
            s5 -->|"u64, at most 10"| s6
    "#]],
    );
}

#[test]
fn an_ordered_region() {
    let graph =
        pipeline!(from(0..9_u64) >> fan_out(3, ordered) >> map(|n| n + 1) >> fan_in >> count)
            .capacity(10)
            .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [2]  u64, at most 10
        [2] 3 × map(..)
             └─▶ [3]  u64, at most 10
        [3] count   (the caller's thread)
        at most 15 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2[["3 × map(..)"]]
            s3(["count"])
            s1 -->|"u64, at most 10"| s2
            s2 -->|"u64, at most 10"| s3
    "#]],
    );
}

#[test]
fn a_keyed_region() {
    let graph = pipeline!(
        from(0..9_u64) >> fan_out(3, by = |n| n % 3) >> map_init(|| 0, |_, n| n) >> fan_in >> count
    )
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [2]  u64, at most 10 a worker
        [2] 3 × map_init(.., ..)
             └─▶ [3]  u64, at most 10
        [3] count   (the caller's thread)
        at most 45 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2[["3 × map_init(.., ..)"]]
            s3(["count"])
            s1 -->|"u64, at most 10 a worker"| s2
            s2 -->|"u64, at most 10"| s3
    "#]],
    );
}

#[test]
fn a_region_with_a_sink() {
    let graph = pipeline!(from(0..9_u64) >> fan_out(3) >> map(|n| n + 1) >> count_by(|n| n))
        .capacity(10)
        .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [2]  u64, at most 10
        [2] 3 × map(..) ▷ count_by(..)   (the caller's thread)
        at most 14 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2[["3 × map(..) ▷ count_by(..)"]]
            s1 -->|"u64, at most 10"| s2
    "#]],
    );
}

#[test]
fn a_timed_batch() {
    let graph = pipeline!(
        from(0..9_u64)
            >> batch(100, 200ms)
            >> fan_out(2)
            >> map(|rows| rows.len())
            >> fan_in
            >> sum::<usize>()
    )
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [2]  u64, at most 10
        [2] batch(100, 200ms)
             └─▶ [3]  Vec<u64>, at most 10
        [3] 2 × map(..)
             └─▶ [4]  usize, at most 10
        [4] sum   (the caller's thread)
        at most 1322 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2["batch(100, 200ms)"]
            s3[["2 × map(..)"]]
            s4(["sum"])
            s1 -->|"u64, at most 10"| s2
            s2 -->|"Vec#lt;u64#gt;, at most 10"| s3
            s3 -->|"usize, at most 10"| s4
    "#]],
    );
}

#[test]
fn batches_of_batches() {
    let graph =
        pipeline!(from(0..9_u64) >> batch(4) >> buffer(2) >> batch(3) >> buffer(1) >> count)
            .capacity(10)
            .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ batch(4)
             └─▶ [2]  Vec<u64>, at most 2
        [2] batch(3)
             └─▶ [3]  Vec<Vec<u64>>, at most 1
        [3] count   (the caller's thread)
        at most 48 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ batch(4)"]
            s2["batch(3)"]
            s3(["count"])
            s1 -->|"Vec#lt;u64#gt;, at most 2"| s2
            s2 -->|"Vec#lt;Vec#lt;u64#gt;#gt;, at most 1"| s3
    "#]],
    );
}

#[test]
fn an_open_tail() {
    let graph = pipeline!(from(0..9_u64) >> fan_out(2) >> map(|n| n + 1) >> fan_in)
        .capacity(10)
        .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..)
             └─▶ [2]  u64, at most 10
        [2] 2 × map(..)
             └─▶ [3]  u64, at most 10
        [3] (moves items on)
             └─▶ the caller  u64, at most 10
        at most 34 items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..)"]
            s2[["2 × map(..)"]]
            s3["(moves items on)"]
            caller(["the caller"])
            s1 -->|"u64, at most 10"| s2
            s2 -->|"u64, at most 10"| s3
            s3 -->|"u64, at most 10"| caller
    "#]],
    );
}

#[test]
fn what_nobody_can_see_into() {
    let graph = pipeline!(
        from(0..9_u64)
            >> through(Iterator::collect::<Vec<_>>)
            >> buffer(1)
            >> consume(Iterator::count)
    )
    .capacity(10)
    .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ through(..) +
             └─▶ [2]  u64, at most 1
        [2] consume(..) +   (the caller's thread)
        at most 3+ items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ through(..) +"]
            s2(["consume(..) +"])
            s1 -->|"u64, at most 1"| s2
    "#]],
    );
}

#[test]
fn an_open_pipeline_spliced_in() {
    let clean = pipeline!(|rows: Stream<u64>| rows >> filter(|n| n % 2 == 0) >> map(|n| n + 1));
    let graph = pipeline!(from(0..9_u64) >> via(clean) >> buffer(2) >> count)
        .capacity(10)
        .graph();
    drawn(
        &graph,
        &expect![[r#"
        [1] from(..) ▷ via(clean) +
             └─▶ [2]  u64, at most 2
        [2] count   (the caller's thread)
        at most 4+ items in flight
    "#]],
        &expect![[r#"
        flowchart LR
            s1["from(..) ▷ via(clean) +"]
            s2(["count"])
            s1 -->|"u64, at most 2"| s2
    "#]],
    );
}
