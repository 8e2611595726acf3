//! `stop` drains: the sources end, what was pulled is delivered, and the run ends well.

use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::{bounded, unbounded};
use pipewright::ErrorKind;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// Stops a run over an endless source when its sink has begun; everything that was pulled must be delivered.
macro_rules! drained {
    (|$source:ident, $sink:ident| $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let (ledger, gate) = (Ledger::default(), Gate::default());
        let $source = ledger.source(0..);
        let (book, passes) = (ledger.clone(), gate.clone());
        let $sink = move |item| {
            passes.pass();
            book.deliver(item);
        };
        let run = pipeline!($($pipeline)*).capacity(3).spawn();
        gate.until_waiting(1);
        run.control().stop();
        run.control().stop();
        gate.open();
        run.join().unwrap();
        ledger.assert_all_delivered(1);
    }};
}

#[test]
fn everything_that_was_pulled_is_delivered() {
    watched(|| {
        drained!(|source, sink| move || from(source) >> buffer(2) >> for_each(sink));
        drained!(|source, sink| move || from(source)
            >> buffer(2)
            >> map(|item| item)
            >> for_each(sink));
        drained!(|source, sink| move || from(source)
            >> fan_out(3)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
        drained!(|source, sink| move || from(source)
            >> fan_out(3, ordered)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
        drained!(|source, sink| move || from(source)
            >> fan_out(3, by = |item| item.id)
            >> for_each(&sink));
        drained!(|source, sink| move || from(source)
            >> batch(7)
            >> buffer(1)
            >> flatten
            >> for_each(sink));
        drained!(|source, sink| move || from(source)
            >> buffer(1)
            >> batch(10, 1h)
            >> flatten
            >> for_each(sink));
    });
}

#[test]
fn a_closure_that_generates_is_told_to_stop_and_what_it_had_pushed_is_delivered() {
    watched(|| {
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
    });
}

#[test]
fn a_batch_that_is_open_is_delivered() {
    watched(|| {
        let (tx, rx) = unbounded();
        let gate = Gate::default();
        let seen = gate.clone();
        let run = pipeline!(move || receive(rx)
            >> inspect(move |_| seen.note())
            >> buffer(8)
            >> batch(100, 1h)
            >> collect::<Vec<Vec<u8>>>())
        .spawn();
        for n in 0..3 {
            tx.send(n).unwrap();
        }
        gate.until_came(3);
        run.control().stop();
        assert_eq!(run.join().unwrap(), [[0, 1, 2]]);
        // The source ended: what comes later finds nobody.
        assert!(tx.send(3).is_err());
    });
}

#[test]
fn a_source_that_waits_ends_at_once() {
    watched(|| {
        step("receive");
        let (_tx, rx) = bounded::<u8>(1);
        let run = pipeline!(move || receive(rx) >> count).spawn();
        run.control().stop();
        assert_eq!(run.join().unwrap(), 0);
        step("ticks");
        let run = pipeline!(move || ticks(1h) >> buffer(1) >> for_each(drop)).spawn();
        run.control().stop();
        run.join().unwrap();
        step("select over ticks");
        let (_tx, rx) = bounded::<u8>(1);
        let run = pipeline!(move || {
            let beats = ticks(1h);
            let items = receive(rx);
            (items, beats)
                >> select(
                    0,
                    |sum, n, _out| *sum += n,
                    |_sum, _at, out| {
                        let _ = out.push(0);
                    },
                    at_end = |sum, out| {
                        let _ = out.push(sum);
                    },
                )
                >> collect::<Vec<u8>>()
        })
        .spawn();
        run.control().stop();
        assert_eq!(run.join().unwrap(), [0]);
    });
}

#[test]
fn a_bridge_passes_on_what_lies_in_the_channels_that_it_has_got() {
    watched(|| {
        let (channels, rx) = unbounded();
        let mut kept = Vec::new();
        for first in [0, 10] {
            let (tx, inner) = unbounded();
            for n in 0..3 {
                tx.send(first + n).unwrap();
            }
            kept.push(tx);
            channels.send(inner).unwrap();
        }
        let (gate, seen) = (Gate::default(), Gate::default());
        let (passes, notes) = (gate.clone(), seen.clone());
        let run = pipeline!(move || receive(rx)
            >> inspect(move |_| notes.note())
            >> buffer(4)
            >> bridge
            >> inspect(move |_| passes.pass())
            >> collect::<Vec<u8>>())
        .spawn();
        seen.until_came(2);
        gate.until_waiting(1);
        run.control().stop();
        gate.open();
        // Its channels are still open: it does not wait for them.
        assert_eq!(run.join().unwrap(), [0, 1, 2, 10, 11, 12]);
        drop(kept);
    });
}

#[test]
fn a_run_that_is_stopped_before_it_begins_pulls_nothing_and_ends_well() {
    watched(|| {
        for _ in 0..200 {
            let ledger = Ledger::default();
            let source = ledger.source(0..);
            let book = ledger.clone();
            let run =
                pipeline!(move || from(source) >> buffer(1) >> for_each(|item| book.deliver(item)));
            let run = run.spawn();
            run.control().stop();
            run.join().unwrap();
            ledger.assert_all_delivered(1);
        }
    });
}

#[test]
fn cancel_behind_stop_cancels_and_stop_behind_cancel_changes_nothing() {
    watched(|| {
        for stop_first in [true, false] {
            let gate = Gate::default();
            let passes = gate.clone();
            let run = pipeline!(move || from(0_u64..) >> buffer(1) >> for_each(|_| passes.pass()))
                .spawn();
            gate.until_waiting(1);
            let control = run.control();
            if stop_first {
                control.stop();
            }
            control.cancel();
            control.stop();
            gate.open();
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
            control.stop();
            control.cancel();
        }
    });
}

#[test]
fn stop_within_cancels_when_the_time_is_up_and_not_before() {
    watched(|| {
        for is_late in [true, false] {
            let (clock, gate) = (TestClock::new(), Gate::default());
            let passes = gate.clone();
            let (tx, rx) = bounded::<u8>(1);
            // The sink waits for something that is not there: it cannot drain.
            let run = pipeline!(move || from(0_u64..)
                >> buffer(1)
                >> inspect(move |_| passes.note())
                >> map(|_| 0)
                >> send(tx))
            .clock(&clock)
            .spawn();
            gate.until_came(2);
            run.control().stop_within(10 * SECOND);
            clock.advance(9 * SECOND);
            if is_late {
                clock.advance(SECOND);
                assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
            } else {
                assert!(rx.iter().count() > 0);
                run.join().unwrap();
            }
        }
    });
}

#[test]
fn a_stage_may_stop_its_own_run() {
    watched(|| {
        let ledger = Ledger::default();
        let (source, book) = (ledger.source(0..), ledger.clone());
        let (tx, rx) = bounded::<pipewright::Control>(1);
        let run = pipeline!(move || from(source)
            >> buffer(4)
            >> inspect(move |item| if item.id == 10 {
                rx.recv().unwrap().stop();
            })
            >> for_each(move |item| book.deliver(item)))
        .spawn();
        tx.send(run.control()).unwrap();
        run.join().unwrap();
        ledger.assert_all_delivered(1);
        assert!(ledger.pulled() > 10);
    });
}

#[test]
fn an_iterator_gives_what_was_pulled_when_its_run_is_stopped() {
    watched(|| {
        let mut items = pipeline!(move || from(0_u64..) >> buffer(4))
            .capacity(4)
            .iter();
        assert_eq!(items.next().unwrap().unwrap(), 0);
        items.control().unwrap().stop();
        let rest: Vec<u64> = items.map(Result::unwrap).collect();
        assert!(rest.iter().copied().eq(1..=rest.len() as u64), "{rest:?}");
    });
}

#[test]
fn of_several_times_to_drain_in_the_earliest_counts_and_one_thread_waits_for_it() {
    watched(|| {
        let (clock, gate) = (TestClock::new(), Gate::default());
        let passes = gate.clone();
        let (tx, _rx) = bounded::<u8>(1);
        let run = pipeline!(move || from(0_u64..)
            >> buffer(1)
            >> inspect(move |_| passes.note())
            >> map(|_| 0)
            >> send(tx));
        let run = run.named("patient").clock(&clock).spawn();
        gate.until_came(2);
        let control = run.control();
        for time in (10..1000).rev() {
            control.stop_within(time * SECOND);
            control.stop_within(2000 * SECOND);
        }
        #[cfg(target_os = "linux")]
        assert_eq!(crate::support::threads::shown("patient:stop").len(), 1);
        clock.advance(9 * SECOND);
        assert!(!run.is_finished());
        clock.advance(SECOND);
        assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
    });
}

#[test]
fn a_handle_that_a_stage_of_its_own_run_drops_cancels_and_does_not_wait_for_itself() {
    watched(|| {
        let (tx, rx) = bounded(1);
        let (over, ended) = bounded::<()>(1);
        let run = pipeline!(move || receive(rx)
            >> map(drop::<pipewright::Handle<usize>>)
            >> buffer(2)
            >> inspect(move |()| {
                let _ = &over;
            })
            >> count);
        tx.send(run.spawn()).unwrap();
        // Disconnected when the run has dropped its closures.
        assert!(ended.recv().is_err());
    });
}
