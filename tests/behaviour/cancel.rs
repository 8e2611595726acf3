//! Cancel reaches every section, blocked or not, and a cancelled run is never `Ok`.

use crate::support::faults::{Fault, Planted, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;
use pipewright::{Control, ErrorKind};
use std::sync::{Arc, OnceLock};

/// Cancels when `until` has returned; the run must end as cancelled.
macro_rules! cancelled {
    ($until:expr, $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let handle = pipeline!($($pipeline)*).capacity(2).spawn();
        let until: &dyn Fn() = &$until;
        until();
        handle.control().cancel();
        let error = handle.join().map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Cancelled);
        assert_eq!((error.stage(), error.item()), (None, None));
    }};
}

#[test]
fn a_run_that_is_busy() {
    watched(|| {
        let gate = Gate::default();
        let came = || gate.until_came(100);
        let note = |gate: &Gate| {
            let gate = gate.clone();
            move |_: &u64| gate.note()
        };
        let seen = note(&gate);
        cancelled!(came, move || from(0_u64..)
            >> inspect(seen)
            >> for_each(drop));
        let seen = note(&gate);
        cancelled!(came, move || from(0_u64..)
            >> inspect(seen)
            >> filter(|_| false)
            >> buffer(1)
            >> count);
        let seen = note(&gate);
        cancelled!(came, move || from(0_u64..)
            >> fan_out(3)
            >> inspect(|n| seen(n))
            >> fan_in
            >> count);
        let seen = note(&gate);
        cancelled!(came, move || from(0_u64..)
            >> fan_out(3, ordered)
            >> inspect(|n| seen(n))
            >> fan_in
            >> count);
        let seen = note(&gate);
        cancelled!(came, move || from(0_u64..)
            >> fan_out(3)
            >> inspect(|n| seen(n))
            >> sum::<u64>());
    });
}

#[test]
fn a_run_whose_edges_are_all_full() {
    watched(|| {
        macro_rules! full {
            (|$source:ident, $sink:ident| $($pipeline:tt)*) => {{
                let (held, at_sink) = (Gate::default(), Gate::default());
                // The sink is in user code until the source has gone, which nobody pulls any more.
                let gone = OpensAtEnd(held.clone());
                let $source = (0_u64..).inspect(move |_| {
                    let _ = &gone;
                });
                let came = at_sink.clone();
                let $sink = move || {
                    at_sink.note();
                    held.pass();
                };
                cancelled!(|| came.until_came(1), $($pipeline)*);
            }};
        }
        full!(|source, sink| move || from(source) >> buffer(1) >> for_each(move |_| sink()));
        full!(|source, sink| move || from(source)
            >> buffer(2)
            >> map(|n| n)
            >> buffer(2)
            >> for_each(move |_| sink()));
        full!(|source, sink| move || from(source)
            >> fan_out(2)
            >> map(|n| n)
            >> fan_in
            >> for_each(move |_| sink()));
        full!(|source, sink| move || from(source)
            >> fan_out(2, ordered)
            >> map(|n| n)
            >> fan_in
            >> for_each(move |_| sink()));
        full!(|source, sink| move || from(source)
            >> batch(2)
            >> buffer(1)
            >> for_each(move |_| sink()));
        full!(|source, sink| move || from(source) >> batch(2, 1h) >> for_each(move |_| sink()));
    });
}

#[test]
fn a_run_that_waits_for_items_on_every_edge() {
    watched(|| {
        macro_rules! empty {
            (|$rx:ident| $($pipeline:tt)*) => {{
                // An item can be handed over only when the run goes on; a filter takes it out.
                let (tx, $rx) = crossbeam_channel::bounded::<u64>(0);
                cancelled!(|| tx.send(0).unwrap(), $($pipeline)*);
                // It never disconnected.
                drop(tx);
            }};
        }
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> count);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> first);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> first?);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> max?);
        empty!(|rx| move || receive(rx)
            >> filter(|n| *n > 0)
            >> consume(|mut items| items.next())?);
        empty!(|rx| move || receive(rx)
            >> filter(|n| *n > 0)
            >> buffer(1)
            >> map(|n| n)
            >> buffer(1)
            >> count);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> buffer(1) >> first?);
        empty!(|rx| move || receive(rx)
            >> filter(|n| *n > 0)
            >> fan_out(2)
            >> map(|n| n)
            >> fan_in
            >> count);
        empty!(|rx| move || receive(rx)
            >> filter(|n| *n > 0)
            >> fan_out(2, ordered)
            >> map(|n| n)
            >> fan_in
            >> count);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> fan_out(2) >> max?);
        empty!(|rx| move || receive(rx)
            >> filter(|n| *n > 0)
            >> fan_out(2)
            >> first?
            >> fan_in
            >> count);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> batch(2, 1h) >> count);
        empty!(|rx| move || receive(rx) >> filter(|n| *n > 0) >> batch(2) >> buffer(1) >> count);
        empty!(|rx| move || receive(rx)
            >> filter(|n| *n > 0)
            >> reduce(|a, _| Ok::<_, Planted>(a))??);
    });
}

#[test]
fn a_run_that_waits_for_a_receiver_of_the_users() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::bounded(1);
        let gate = Gate::default();
        let seen = gate.clone();
        let source = (0_u64..).inspect(move |_| seen.note());
        cancelled!(|| gate.until_came(2), move || from(source) >> send(tx));
        assert_eq!(rx.iter().count(), 1);
    });
}

#[test]
fn cancel_may_be_called_again_later_from_anywhere_and_after_the_end() {
    watched(|| {
        let handle = pipeline!(move || from(0..10_u64) >> buffer(1) >> count).spawn();
        let control = handle.control();
        assert_eq!(handle.join().unwrap(), 10);
        control.cancel();
        control.clone().cancel();

        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        let handle = pipeline!(move || receive(rx) >> buffer(1) >> count).spawn();
        std::thread::scope(|scope| {
            for _ in 0..3 {
                let control = handle.control();
                scope.spawn(move || (0..10).for_each(|_| control.cancel()));
            }
        });
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
        drop(tx);
    });
}

#[test]
fn a_closure_of_the_run_may_cancel_it() {
    watched(|| {
        let control: Arc<OnceLock<Control>> = Arc::default();
        let own = Arc::clone(&control);
        let handle = pipeline!(move || from(0_u64..)
            >> fan_out(2)
            >> for_each(|_| if let Some(control) = own.get() {
                control.cancel();
            }))
        .spawn();
        assert!(control.set(handle.control()).is_ok());
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
    });
}

#[test]
fn the_drop_of_a_failure_that_came_second_may_cancel_the_run() {
    watched(|| {
        #[derive(Debug)]
        struct CancelsOnDrop(Arc<OnceLock<Control>>);
        impl Drop for CancelsOnDrop {
            fn drop(&mut self) {
                if let Some(control) = self.0.get() {
                    control.cancel();
                }
            }
        }
        impl From<pipewright::Error> for CancelsOnDrop {
            fn from(_: pipewright::Error) -> Self {
                Self(Arc::default())
            }
        }
        let (control, gate): (Arc<OnceLock<Control>>, _) = (Arc::default(), Gate::default());
        let (own, both) = (Arc::clone(&control), gate.clone());
        let handle = pipeline!(move || {
            type Error = CancelsOnDrop;
            from(0..2_u8)
                >> fan_out(2)
                >> for_each(|_| {
                    both.pass();
                    Err::<(), _>(CancelsOnDrop(Arc::clone(&own)))
                })?
        })
        .spawn();
        gate.until_waiting(2);
        assert!(control.set(handle.control()).is_ok());
        gate.open();
        assert!(handle.join().is_err());
    });
}

#[test]
fn dropping_the_handle_cancels_and_joins_and_says_nothing() {
    watched(|| {
        let ledger = Ledger::default();
        let (source, seen) = (ledger.source(0..), Gate::default());
        let note = seen.clone();
        let handle = pipeline!(move || from(source)
            >> buffer(2)
            >> fan_out(2)
            >> inspect(|_| note.note())
            >> fan_in
            >> for_each(drop))
        .spawn();
        assert!(!handle.is_finished());
        seen.until_came(10);
        drop(handle);
        // Joined: nothing moves any more.
        ledger.assert_all_dropped();

        let gate = Gate::default();
        let open = gate.clone();
        let handle = pipeline!(move || from([1])
            >> for_each(move |_| {
                open.note();
                Planted(1).panic()
            }))
        .spawn();
        gate.until_came(1);
        drop(handle);
    });
}

#[test]
fn join_gives_the_outcome_whatever_it_is() {
    watched(|| {
        let run = |fault: Fault| {
            pipeline!(move || from(0..9_u64) >> buffer(1) >> map(move |n| fault.at(n))? >> count)
                .spawn()
        };
        assert_eq!(run(Fault::None).join().unwrap(), 9);
        assert_eq!(run(Fault::Error(3)).join().unwrap_err().item(), Some(3));
        assert_eq!(planted_panic_of(|| run(Fault::Panic(3)).join()), Planted(3));
    });
}

#[test]
fn a_run_cancelled_at_any_hand_over_is_cancelled_or_complete_and_never_something_between() {
    watched(|| {
        for at in 0..40_u64 {
            let (ledger, control): (_, Arc<OnceLock<Control>>) =
                (Ledger::default(), Arc::default());
            let (source, gate) = (ledger.source(0..20), Gate::default());
            let (own, sink, start) = (Arc::clone(&control), ledger.clone(), gate.clone());
            let mut steps = 0;
            let handle = pipeline!(move || from(source)
                >> inspect(move |_| start.pass())
                >> buffer(1)
                >> for_each(move |item| {
                    sink.deliver(item);
                    steps += 1;
                    if steps == at {
                        own.get().unwrap().cancel();
                    }
                }))
            .spawn();
            assert!(control.set(handle.control()).is_ok());
            gate.open();
            match handle.join() {
                Ok(()) => {
                    assert!(!(1..=20).contains(&at));
                    ledger.assert_all_delivered(1);
                }
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Cancelled);
                    // The sink was cancelled inside of its closure, so it takes nothing more.
                    assert!(ledger.delivered().into_iter().eq(0..at));
                    ledger.assert_all_dropped();
                }
            }
        }
    });
}
