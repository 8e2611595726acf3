//! R26: `stop` and `stop_within`.

use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::step;
use crossbeam_channel::{bounded, unbounded};
use pipewright::ErrorKind;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use std::time::Duration;

/// Stops a run over an endless source when one of its sinks holds an item; everything that was pulled has to be delivered so
/// many times.
macro_rules! drained {
    ($times:literal, |$source:ident, $sink:ident| { $($pipeline:tt)* }) => {
        for capacity in [1, 4] {
            step(format!("capacity {capacity}: {}", stringify!($($pipeline)*)));
            let (ledger, gate) = (Ledger::default(), Gate::default());
            let $source = ledger.source(0..);
            let (book, passes) = (ledger.clone(), gate.clone());
            let $sink = move |item| {
                passes.pass();
                book.deliver(item);
            };
            let run = pipeline!(move || { $($pipeline)* }).capacity(capacity).spawn();
            gate.until_waiting(1);
            run.control().stop();
            gate.open();
            run.join().unwrap();
            ledger.assert_all_delivered($times);
            assert!(ledger.pulled() > 0);
        }
    };
}

pub(super) fn every_topology() {
    drained!(1, |source, sink| {
        from(source) >> for_each(sink);
    });
    drained!(1, |source, sink| {
        from(source) >> buffer(2) >> map(|item| item) >> buffer(1) >> for_each(sink);
    });
    drained!(1, |source, sink| {
        from(source) >> fan_out(3) >> map(|item| item) >> fan_in >> for_each(sink);
    });
    drained!(1, |source, sink| {
        from(source) >> fan_out(3, ordered) >> map(|item| item) >> fan_in >> for_each(sink);
    });
    drained!(1, |source, sink| {
        from(source) >> fan_out(3, by = |item| item.id) >> map(|item| item) >> for_each(&sink);
    });
    drained!(1, |source, sink| {
        from(source) >> fan_out(2) >> for_each(&sink);
    });
    drained!(1, |source, sink| {
        from(source) >> batch(7) >> buffer(1) >> flatten >> for_each(sink);
    });
    drained!(1, |source, sink| {
        from(source) >> batch(7, 1h) >> flatten >> for_each(sink);
    });
    drained!(2, |source, sink| {
        let (a, b) = from(source) >> tee;
        a >> for_each(&sink);
        b >> for_each(&sink);
    });
    drained!(1, |source, sink| {
        let (a, b) = from(source) >> partition(|item| item.id % 3 == 0);
        let a = a >> buffer(2);
        (a, b) >> fan_in >> for_each(sink);
    });
    drained!(2, |source, sink| {
        let (a, b) = from(source) >> tee;
        let b = b >> fan_out(2, ordered) >> map(|item| item) >> fan_in;
        (a, b) >> zip >> flat_map(|(a, b)| [a, b]) >> for_each(sink);
    });
    drained!(1, |source, sink| {
        let items = from(source);
        let beats = ticks(1h);
        // What the state holds is given at the end.
        (items, beats)
            >> select(
                Vec::new(),
                |held, item, out| {
                    held.push(item);
                    if held.len() == 3 {
                        for item in held.drain(..) {
                            let _ = out.push(item);
                        }
                    }
                },
                |_, _, _| (),
                at_end = |held, out| {
                    for item in held {
                        let _ = out.push(item);
                    }
                },
            )
            >> for_each(sink);
    });
}

pub(super) fn what_generates_and_what_gathers() {
    step("generate");
    let (gate, pushed) = (Gate::default(), Gate::default());
    let (passes, notes) = (gate.clone(), pushed.clone());
    let run = pipeline!(move || generate(move |out| {
        for n in 0_usize.. {
            if out.push(n).is_err() {
                return;
            }
            notes.note();
        }
    }) >> inspect(move |_| passes.pass())
        >> collect::<Vec<usize>>())
    .capacity(3)
    .spawn();
    gate.until_waiting(1);
    run.control().stop();
    gate.open();
    let got = run.join().unwrap();
    assert!(got.iter().copied().eq(0..pushed.came()), "{got:?}");

    step("receive, and an open batch");
    let (tx, rx) = unbounded();
    let seen = Gate::default();
    let notes = seen.clone();
    let run = pipeline!(move || receive(rx)
        >> inspect(move |_| notes.note())
        >> buffer(8)
        >> batch(100, 1h)
        >> collect::<Vec<Vec<u8>>>())
    .spawn();
    for n in 0..3 {
        tx.send(n).unwrap();
    }
    seen.until_came(3);
    run.control().stop();
    assert_eq!(run.join().unwrap(), [[0, 1, 2]]);
    assert!(tx.send(3).is_err(), "the source has ended");

    step("an iterator");
    let mut items = pipeline!(move || from(0_u64..) >> buffer(4))
        .capacity(4)
        .iter();
    assert_eq!(items.next().unwrap().unwrap(), 0);
    items.control().unwrap().stop();
    let rest: Vec<u64> = items.map(Result::unwrap).collect();
    assert!(rest.iter().copied().eq(1..=rest.len() as u64), "{rest:?}");
}

/// By the run's own clock, which a test moves: not before the time, and not when the run has drained in time.
pub(super) fn stop_within_cancels_when_its_time_is_up() {
    const SECOND: Duration = Duration::from_secs(1);
    for is_late in [true, false] {
        step(format!("stop_within, late: {is_late}"));
        let (clock, gate) = (TestClock::new(), Gate::default());
        let seen = gate.clone();
        let (tx, rx) = bounded::<u64>(1);
        // The sink waits for somebody who takes from its channel.
        let run = pipeline!(move || from(0_u64..)
            >> buffer(1)
            >> inspect(move |_| seen.note())
            >> send(tx))
        .clock(&clock)
        .spawn();
        gate.until_came(2);
        run.control().stop_within(10 * SECOND);
        clock.advance(9 * SECOND);
        assert!(!run.is_finished());
        if is_late {
            clock.advance(SECOND);
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
        } else {
            let got: Vec<u64> = rx.iter().collect();
            run.join().unwrap();
            assert!(got.iter().copied().eq(0..got.len() as u64), "{got:?}");
            assert!(got.len() >= 2);
        }
    }
    step("stop_within that is stopped and cancelled besides");
    let (clock, gate) = (TestClock::new(), Gate::default());
    let passes = gate.clone();
    let run = pipeline!(move || from(0_u64..) >> buffer(1) >> for_each(move |_| passes.pass()))
        .clock(&clock)
        .spawn();
    gate.until_waiting(1);
    let control = run.control();
    control.stop_within(SECOND);
    control.stop_within(Duration::MAX);
    control.stop();
    control.cancel();
    gate.open();
    assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
    control.stop_within(SECOND);
}
