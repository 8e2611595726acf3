//! `stop` drains: where a source waits, and how often and by whom it may be said. That everything is delivered is rule R26's.

use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::{bounded, unbounded};
use pipewright::ErrorKind;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

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
        clock.advance(9 * SECOND);
        // It has its name by now: the clock waits until it sleeps.
        #[cfg(target_os = "linux")]
        assert_eq!(crate::support::threads::shown("patient:stop").len(), 1);
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
