//! R37: stalls, and what is none.

use crate::asleep::until_asleep;
use crate::support::gate::Gate;
use crate::support::watchdog::step;
use crossbeam_channel::{bounded, unbounded};
use pipewright::__private as raw;
use pipewright::ErrorKind;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use std::time::Duration;

/// `tee`, a filter on one side, and `zip`: what the macro refuses, written as it would expand.
fn unsound(capacity: usize, few: u64) -> Result<usize, pipewright::Error> {
    raw::pipeline(
        (raw::source::from(0..1000_u64),),
        |run, (items,)| {
            run.scope(|s| {
                let (to_filter, a) = s.edge();
                let (to_zip, b) = s.edge();
                s.section("tee", || items.flow(run).tee([to_filter, to_zip]));
                let (filtered, c) = s.edge();
                s.section("filter", || {
                    a.flow(run).filter(|n| n % few == 0).buffer(filtered);
                });
                s.here(|| raw::join((c, b), run).zip().count())
                    .end(s, || {})
            })
        },
        "S\tfrom(..) ▷ tee\t\t\nS\tfilter(..)\t\t\nS\tzip ▷ count\t\th\n\
         E\t0\t0\t1\ta\t\nE\t1\t0\t2\tb\t\nE\t2\t1\t2\t\t\n",
    )
    .capacity(capacity)
    .run()
}

pub(super) fn of_a_graph_that_can_stall() {
    for capacity in [1, 3, 16] {
        step(format!("a graph that stalls, capacity {capacity}"));
        let error = unsound(capacity, 100).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Stalled);
        assert_eq!(
            error.to_string(),
            format!(
                "every stage waits for another one: `zip ▷ count` waits for an item from `filter(..)`; \
                 `from(..) ▷ tee` waits for room in the edge to `zip ▷ count`, which holds {capacity}; \
                 `filter(..)` waits for an item from `from(..) ▷ tee`"
            )
        );
    }
    step("the same graph where nothing is filtered out, or the edge is long enough");
    assert_eq!(unsound(1, 1).unwrap(), 1000);
    assert_eq!(unsound(1000, 100).unwrap(), 10);
}

/// Everybody sleeps, but somebody outside can end it.
pub(super) fn of_none_that_waits_outside() {
    step("receive");
    let (tx, rx) = bounded::<u8>(1);
    let run = pipeline!(move || receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> count)
        .named("outside")
        .spawn();
    until_asleep("outside");
    tx.send(1).unwrap();
    until_asleep("outside");
    drop(tx);
    assert_eq!(run.join().unwrap(), 1);
    step("bridge");
    let (tx, rx) = unbounded::<u8>();
    let run = pipeline!(move || from([rx]) >> bridge >> buffer(1) >> count)
        .named("outside")
        .spawn();
    until_asleep("outside");
    tx.send(1).unwrap();
    drop(tx);
    assert_eq!(run.join().unwrap(), 1);
    step("send");
    let (tx, rx) = bounded(1);
    let run = pipeline!(move || from(0..50_u64) >> buffer(1) >> send(tx))
        .named("outside")
        .spawn();
    until_asleep("outside");
    assert!(rx.iter().eq(0..50));
    run.join().unwrap();
    step("ticks, and a batch with a time");
    let clock = TestClock::new();
    let run = pipeline!(move || ticks(1h) >> take(3) >> batch(9, 2h) >> count)
        .named("outside")
        .clock(&clock)
        .spawn();
    until_asleep("outside");
    while !run.is_finished() {
        clock.advance(Duration::from_mins(30));
    }
    run.join().unwrap();
    step("or_done");
    let (closer, done) = Done::channel();
    let (_tx, rx) = bounded::<u8>(1);
    let run = pipeline!(move || receive(rx) >> or_done(done) >> count)
        .named("outside")
        .spawn();
    until_asleep("outside");
    closer.close();
    assert_eq!(run.join().unwrap(), 0);
    step("select");
    let (tx, rx) = bounded::<u8>(1);
    let run = pipeline!(move || {
        let items = receive(rx);
        let beats = ticks(1h);
        (items, beats)
            >> select(
                (),
                |(), n, out| {
                    let _ = out.push(n);
                },
                |(), _, _| (),
            )
            >> count
    })
    .named("outside")
    .spawn();
    until_asleep("outside");
    tx.send(1).unwrap();
    drop(tx);
    assert_eq!(run.join().unwrap(), 1);
    step("an iterator");
    let mut items = pipeline!(move || from(0..100_u64) >> buffer(1))
        .named("outside")
        .capacity(1)
        .iter();
    until_asleep("outside");
    assert_eq!(items.next().unwrap().unwrap(), 0);
    until_asleep("outside");
    assert_eq!(items.count(), 99);
}

/// At the smallest bounds all but one of the threads sleep, and that one is in a closure: no stall at any item.
pub(super) fn of_none_that_is_in_user_code() {
    macro_rules! healthy {
        (|$gate:ident| { $($pipeline:tt)* }) => {{
            step(stringify!($($pipeline)*));
            let gate = Gate::default();
            let $gate = gate.clone();
            let run = pipeline!(move || { $($pipeline)* }).named("healthy").capacity(1).spawn();
            for came in 1..=8 {
                // One more closure has come, and everybody else sleeps.
                gate.until_came(came);
                until_asleep("healthy");
                gate.let_through(1);
            }
            gate.open();
            run.join().map(|_| ()).unwrap();
        }};
    }
    healthy!(|gate| {
        from((0..40_u64).inspect(move |_| gate.pass()))
            >> buffer(1)
            >> map(|n| n)
            >> buffer(1)
            >> for_each(drop);
    });
    healthy!(|gate| {
        from(0..40_u64) >> buffer(1) >> map(move |_| gate.pass()) >> buffer(1) >> for_each(drop);
    });
    healthy!(|gate| {
        from(0..40_u64) >> buffer(1) >> map(|n| n) >> buffer(1) >> for_each(move |_| gate.pass());
    });
    healthy!(|gate| {
        from(0..40_u64) >> fan_out(3) >> map(|_| gate.pass()) >> fan_in >> for_each(drop);
    });
    healthy!(|gate| {
        from(0..40_u64) >> fan_out(3, ordered) >> map(|_| gate.pass()) >> fan_in >> for_each(drop);
    });
    healthy!(|gate| {
        from(0..40_u64)
            >> fan_out(3, by = |n| n % 2)
            >> map(|_| gate.pass())
            >> fan_in
            >> for_each(drop);
    });
    healthy!(|gate| {
        from(0..40_u64)
            >> batch(3, 1h)
            >> inspect(move |_| gate.pass())
            >> buffer(1)
            >> flatten
            >> for_each(drop);
    });
    healthy!(|gate| {
        let (a, b) = from(0..40_u64) >> tee;
        let b = b >> map(move |_| gate.pass());
        (a, b) >> zip >> for_each(drop);
    });
    healthy!(|gate| {
        let (a, b) = from(0..40_u64) >> partition(|n| n % 3 == 0);
        let b = b >> inspect(move |_| gate.pass());
        (a, b) >> fan_in >> for_each(drop);
    });
    healthy!(|gate| {
        let a = from(0..40_u64);
        let b = from((0..40_u64).inspect(move |_| gate.pass()));
        (a, b) >> concat >> for_each(drop);
    });
}
