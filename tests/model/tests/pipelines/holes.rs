//! A run that is cut short hands on a beginning of what it would have given, and nothing from behind a hole.

use crate::faults::{fails_at, panics_at};
use pipewright::prelude::*;
use pipewright_model::{Item, Ledger, dawdle, explore};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What was delivered is a beginning of this.
fn begins(ledger: &Ledger, all: &[u64]) {
    assert!(
        all.starts_with(&ledger.delivered()),
        "{:?}",
        ledger.delivered()
    );
    ledger.assert_all_dropped();
}

#[test]
fn an_ordered_region_with_a_panic() {
    explore(|| {
        let ledger = Ledger::default();
        let run = || {
            pipeline!(
                from(ledger.source(0..4))
                    >> fan_out(2, ordered)
                    >> map(panics_at(1))
                    >> fan_in
                    >> for_each(|n| ledger.deliver(n))
            )
            .capacity(1)
            .run()
        };
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        begins(&ledger, &[0]);
    });
}

#[test]
fn an_ordered_region_with_an_error() {
    explore(|| {
        let ledger = Ledger::default();
        let run = pipeline!(
            from(ledger.source(0..4))
                >> fan_out(2, ordered)
                >> map(fails_at(1))?
                >> fan_in
                >> for_each(|n| ledger.deliver(n))
        );
        assert!(run.capacity(1).run().is_err());
        begins(&ledger, &[0]);
    });
}

#[test]
fn an_ordered_region_that_is_cancelled() {
    explore(|| {
        let ledger = Ledger::default();
        let (source, sink) = (ledger.source(0..4), ledger.clone());
        let handle = pipeline!(move || from(source)
            >> fan_out(2, ordered)
            >> map(|n| n)
            >> fan_in
            >> for_each(move |n| sink.deliver(n)))
        .capacity(1)
        .spawn();
        dawdle(100);
        handle.control().cancel();
        let _ = handle.join();
        begins(&ledger, &[0, 1, 2, 3]);
    });
}

#[test]
fn a_stream_behind_another_that_is_cancelled() {
    explore(|| {
        let ledger = Ledger::default();
        let (first, second) = (ledger.source(0..2), ledger.source(2..4));
        let sink = ledger.clone();
        let handle = pipeline!(move || {
            let a = from(first);
            let b = from(second);
            (a, b) >> concat >> for_each(move |n| sink.deliver(n))
        })
        .capacity(1)
        .spawn();
        dawdle(60);
        handle.control().cancel();
        let _ = handle.join();
        begins(&ledger, &[0, 1, 2, 3]);
    });
}

#[test]
fn a_stream_behind_another_that_panics() {
    explore(|| {
        let ledger = Ledger::default();
        let run = || {
            pipeline!({
                let a = from(ledger.source(0..2)) >> map(panics_at(1));
                let b = from(ledger.source(2..4));
                (a, b) >> concat >> for_each(|n| ledger.deliver(n))
            })
            .capacity(1)
            .run()
        };
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        begins(&ledger, &[0]);
    });
}

#[test]
fn the_last_flush_of_a_select_one_of_whose_inputs_panics() {
    explore(|| {
        let ledger = Ledger::default();
        let mut flushed = false;
        let run = || {
            pipeline!({
                let a = from(ledger.source(0..2)) >> map(panics_at(1));
                let b = from(ledger.source(2..3));
                (a, b)
                    >> select(
                        0,
                        |n, _, _: &mut pipewright::Emitter<u8>| *n += 1,
                        |n, _, _| *n += 1,
                        at_end = |_, _| flushed = true,
                    )
                    >> count
            })
            .capacity(1)
            .run()
        };
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        assert!(!flushed, "half of it must not look like the whole");
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_split_and_a_join_with_a_panic_in_a_branch() {
    explore(|| {
        let ledger = Ledger::default();
        let run = || {
            pipeline!({
                let (a, b) = from(ledger.source(0..4)) >> tee;
                let b = b >> map(panics_at(1));
                (a, b) >> zip >> map(|(a, _): (Item, Item)| a) >> for_each(|n| ledger.deliver(n))
            })
            .capacity(1)
            .run()
        };
        assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
        begins(&ledger, &[0]);
    });
}
