//! An error ends the run and is what `run` returns, with the place where it happened.

use crate::support::faults::{Fault, Planted, planted_in};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::ErrorKind;
use pipewright::prelude::*;
use std::error::Error as _;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a run with one planted error has to say.
#[track_caller]
pub(crate) fn assert_tells<T>(
    outcome: Result<T, pipewright::Error>,
    stage: &str,
    planted: u64,
) -> pipewright::Error {
    let Err(error) = outcome else {
        panic!("the error at item {planted} of `{stage}` is lost");
    };
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert_eq!(error.stage(), Some(stage));
    assert_eq!(planted_in(&error), Some(Planted(planted)));
    let location = error.location().unwrap();
    assert!(location.starts_with("tests/behaviour/error"), "{location}");
    let text = error.to_string();
    assert!(
        text.starts_with(&format!("`{stage}` failed on item ")),
        "{text}"
    );
    assert!(text.ends_with(&format!("({location})")), "{text}");
    error
}

#[test]
fn every_item_index_at_every_position_of_a_chain() {
    watched(|| {
        macro_rules! everywhere {
            (|$fault:ident| $([$($pipeline:tt)*])+) => {$(
                for at in [0, 1, 2, 3, 7, 29] {
                    for capacity in [1, 4] {
                        step(format!("{at} {}", stringify!($($pipeline)*)));
                        let $fault = Fault::Error(at);
                        let outcome = pipeline!($($pipeline)*).capacity(capacity).run();
                        let error = assert_tells(outcome, "map", at);
                        assert_eq!((error.item(), error.worker()), (Some(at), None));
                    }
                }
            )+};
        }
        everywhere! {
            |fault|
            [from(0..30_u64) >> map(|n| fault.at(n))? >> count]
            [from(0..30_u64) >> map(|n| fault.at(n))? >> buffer(2) >> count]
            [from(0..30_u64) >> buffer(2) >> map(|n| fault.at(n))? >> count]
            [from(0..30_u64) >> buffer(2) >> map(|n| fault.at(n))? >> buffer(2) >> map(|n| n) >> count]
            [from(0..30_u64) >> map(|n| fault.at(n))? >> fan_out(2) >> map(|n| n) >> fan_in >> count]
            [from(0..30_u64) >> fan_out(2, ordered) >> map(|n| n) >> fan_in >> map(|n| fault.at(n))? >> collect::<Vec<_>>()]
            [from(0..30_u64) >> map(|n| fault.at(n))? >> fan_out(2) >> sum::<u64>()]
            [from(0..30_u64) >> map(|n| fault.at(n))? >> batch(4) >> buffer(1) >> count]
            [from(0..30_u64) >> map(|n| fault.at(n))? >> batch(4, 1h) >> count]
            [from(0..30_u64) >> map(|n| fault.at(n))? >> fan_out(2) >> fold(0, |a, n| a + n) >> fan_in >> reduce(|a, b| a + b)]
        }
    });
}

#[test]
fn every_item_index_in_every_kind_of_region() {
    watched(|| {
        macro_rules! everywhere {
            (|$fault:ident| $([$($pipeline:tt)*])+) => {$(
                for at in [0, 1, 2, 7, 29] {
                    step(format!("{at} {}", stringify!($($pipeline)*)));
                    let $fault = Fault::Error(at);
                    let outcome = pipeline!($($pipeline)*).capacity(3).run();
                    let error = assert_tells(outcome, "map", at);
                    assert!(error.worker().unwrap() < 3);
                    // Of those that this worker was given, which may come in another order behind a region.
                    assert!(error.item().unwrap() < 30);
                }
            )+};
        }
        everywhere! {
            |fault|
            [from(0..30_u64) >> fan_out(3) >> map(|n| fault.at(n))? >> fan_in >> count]
            [from(0..30_u64) >> fan_out(3, ordered) >> map(|n| fault.at(n))? >> fan_in >> count]
            [from(0..30_u64) >> fan_out(3) >> map(|n| fault.at(n))? >> count]
            [from(0..30_u64) >> fan_out(3) >> map(|n| fault.at(n))? >> collect::<Vec<_>>()]
            [from(0..30_u64) >> fan_out(3) >> map(|n| fault.at(n))? >> max?]
            [from(0..30_u64) >> fan_out(3) >> map(|n| fault.at(n))? >> fold(0, |a, n| a + n) >> fan_in >> reduce(|a, b| a + b)]
            [from(0..30_u64) >> fan_out(3) >> map(|n| n) >> fan_in >> fan_out(2) >> map(|n| fault.at(n))? >> fan_in >> fan_out(2) >> count]
        }
    });
}

#[test]
#[rustfmt::skip] // which line it is must not depend on how long the lines are
fn the_location_is_the_line_of_the_stage() {
    watched(|| {
        let fails = |_: u8| Err::<u8, _>("no");
        let line = line!() + 4;
        let pipeline = pipeline!(
            from([1_u8])
                >> map(|n| n)
                >> map(fails)?
                >> count
        );
        let error = pipeline.run().unwrap_err();
        assert_eq!(error.location(), Some(format!("{}:{line}", file!())));
        let line = line!() + 4;
        let pipeline = pipeline!(
            from([1_u8])
                >> fan_out(1)
                >> for_each(|n| fails(n).map(drop))?
        );
        let error = pipeline.run().unwrap_err();
        assert_eq!(error.location(), Some(format!("{}:{line}", file!())));
        assert_eq!(error.worker(), Some(0));
        assert_eq!(error.source().unwrap().to_string(), "no");
    });
}

#[test]
fn the_item_number_counts_what_the_stage_was_given() {
    watched(|| {
        let fault = Fault::Error(7);
        macro_rules! item_is {
            (@ $number:expr, $stage:expr, [$($front:tt)*] [$($stages:tt)*] [$($behind:tt)*]) => {
                let error = assert_tells(pipeline!($($front)* $($stages)* $($behind)*).run(), $stage, 7);
                assert_eq!(error.item(), Some($number), "{}", stringify!($($front)* $($stages)*));
            };
            (@@ $number:expr, $stage:expr, [$front:tt $behind:tt] $stages:tt) => {
                item_is!(@ $number, $stage, $front $stages $behind);
            };
            ($one:tt $between:tt $($stage:literal $number:literal $stages:tt)+) => {$(
                item_is!(@@ $number, $stage, $one $stages);
                item_is!(@@ $number, $stage, $between $stages);
            )+};
        }
        item_is! {
            [[from(0..20_u64) >>] [>> count]]
            [[from(0..20_u64) >> buffer(1) >>] [>> buffer(1) >> count]]
            "map" 7 [map(|n| fault.at(n))?]
            "filter_map" 7 [filter_map(|n| (n % 2 == 1).then(|| fault.at(n)))?]
            "flat_map" 7 [flat_map(|n| vec![fault.at(n); usize::try_from(n % 3).unwrap()])?]
            "filter" 7 [map(|n| fault.at(n)) >> filter(|r| r.as_ref().map_or(true, |n| n % 2 == 0))?]
            "flatten" 2 [map(|n| fault.at(n)) >> batch(3) >> flatten?]
            "scan" 7 [scan((), |(), n| Some(fault.at(n)))?]
            "map_while" 7 [map_while(|n| Some(fault.at(n)))?]
            "skip" 7 [map(|n| fault.at(n)) >> skip(4)?]
            "step_by" 7 [map(|n| fault.at(n)) >> step_by(7)?]
            "map_init" 7 [map_init(|| (), |(), n| fault.at(n))?]
            "inspect" 7 [map(|n| fault.at(n)) >> inspect(|_| ())?]
            "map" 3 [filter(|n| n % 2 == 1) >> map(|n| fault.at(n))?]
            "try_map_init" 7 [try_map_init(|| Ok::<_, String>(()), |(), n| fault.at(n))?]
            "buffer" 7 [map(|n| fault.at(n)) >> buffer(2)?]
        }
    });
}

#[test]
fn an_error_is_returned_although_every_edge_is_full_and_the_sink_takes_no_more() {
    watched(|| {
        let (ledger, gate) = (Ledger::default(), Gate::default());
        // Dropped with the closure of the stage that fails: by then the error is known.
        let opens = OpensAtEnd(gate.clone());
        let fails = move |item: Tracked| {
            let _ = &opens;
            if item.id == 4 {
                Err(Planted(4))
            } else {
                Ok(item)
            }
        };
        let outcome = pipeline!(
            from(ledger.source(0..100))
                >> map(fails)?
                >> buffer(1)
                >> map(|item| item)
                >> buffer(1)
                >> for_each(|item| {
                    gate.pass();
                    ledger.deliver(item);
                })
        )
        .run();
        assert_tells(outcome, "map", 4);
        assert_eq!(ledger.delivered(), [0]);
        ledger.assert_none_doubled();
    });
}

#[test]
fn an_error_in_one_branch_is_returned_although_the_other_one_is_full() {
    watched(|| {
        let gate = Gate::default();
        let opens = OpensAtEnd(gate.clone());
        let fails = move |n: u64| {
            let _ = &opens;
            Fault::Error(2).at(n)
        };
        let outcome = pipeline!({
            let (a, b) = from(0..100_u64) >> tee;
            a >> map(fails)? >> for_each(drop);
            b >> for_each(|_| gate.pass());
        })
        .capacity(2)
        .run();
        assert_tells(outcome, "map", 2);
    });
}

#[test]
fn no_item_behind_the_failing_one_leaves_an_ordered_path() {
    watched(|| {
        for at in [0, 1, 5, 20] {
            let ledger = Ledger::default();
            let outcome = pipeline!(
                from(ledger.source(0..50))
                    >> fan_out(3, ordered)
                    >> map(|item| Fault::Error(at).at(item.id).map(|_| item))?
                    >> fan_in
                    >> for_each(|item| ledger.deliver(item))
            )
            .run();
            assert_tells(outcome, "map", at);
            let delivered = ledger.delivered();
            assert!(delivered.len() as u64 <= at);
            assert!(delivered.iter().copied().eq(0..delivered.len() as u64));
            ledger.assert_none_doubled();
        }
    });
}

#[test]
fn the_open_batch_of_a_run_that_fails_is_not_delivered() {
    watched(|| {
        for at in 0..10 {
            let mut batches = Vec::new();
            let outcome = pipeline!(
                from(0..10_u64)
                    >> map(|n| Fault::Error(at).at(n))?
                    >> batch(4)
                    >> for_each(|b| batches.push(b))
            );
            assert_tells(outcome.run(), "map", at);
            assert!(batches.iter().all(|batch| batch.len() == 4));
            assert_eq!(batches.len() as u64, at / 4);
        }
    });
}

#[test]
fn the_first_failure_recorded_is_the_one_that_is_returned() {
    watched(|| {
        for first in [0, 1] {
            let gate = Gate::default();
            // Dropped with the closure that holds it: by then its failure is recorded.
            let opens = OpensAtEnd(gate.clone());
            let now = move |n: u64| {
                let _ = &opens;
                Err::<u64, _>(Planted(n))
            };
            let later = |n: u64| {
                gate.pass();
                Err::<u64, _>(Planted(n))
            };
            let outcome = if first == 0 {
                pipeline!({
                    from([0_u64]) >> map(now)? >> for_each(drop);
                    from([1_u64]) >> map(later)? >> for_each(drop);
                })
                .run()
            } else {
                pipeline!({
                    from([0_u64]) >> map(later)? >> for_each(drop);
                    from([1_u64]) >> map(now)? >> for_each(drop);
                })
                .run()
            };
            assert_tells(outcome, "map", first);
        }
    });
}

#[test]
fn an_error_stops_an_endless_source() {
    watched(|| {
        let pulled = AtomicUsize::new(0);
        let source = (0_u64..).inspect(|_| {
            pulled.fetch_add(1, Ordering::SeqCst);
        });
        let outcome = pipeline!({
            let (a, b) = from(source) >> buffer(2) >> tee;
            a >> fan_out(2) >> map(|n| Fault::Error(9).at(n))? >> for_each(drop);
            b >> filter(|_| false) >> for_each(drop);
        })
        .capacity(2);
        assert_tells(outcome.run(), "map", 9);
        assert!(pulled.load(Ordering::SeqCst) < 60);
    });
}
