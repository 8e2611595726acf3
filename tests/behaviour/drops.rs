//! What nobody will get is dropped, once each, before `run` returns, although some drops panic.

use crate::support::faults::{Fault, Planted, planted_in, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;
use std::sync::Arc;

#[test]
fn what_is_left_in_edges_is_dropped_when_run_returns() {
    watched(|| {
        macro_rules! balanced {
            (|$source:ident, $fails:ident, $sink:ident| $($pipeline:tt)*) => {
                for fault in [Fault::None, Fault::Error(9), Fault::Panic(9)] {
                    step(format!("{fault:?} {}", stringify!($($pipeline)*)));
                    let ledger = Ledger::default();
                    let $source = ledger.source(0..);
                    let $fails = |item: Tracked| fault.at(item.id).map(|_| item);
                    let $sink = |item| ledger.deliver(item);
                    let run = || pipeline!($($pipeline)*).capacity(3).run();
                    match fault {
                        Fault::None => assert!(run().is_ok()),
                        Fault::Error(n) => assert_eq!(planted_in(&run().unwrap_err()), Some(Planted(n))),
                        Fault::Panic(n) => assert_eq!(planted_panic_of(run), Planted(n)),
                    }
                    ledger.assert_none_doubled();
                }
            };
        }
        balanced!(|source, fails, sink| from(source)
            >> buffer(2)
            >> map(fails)?
            >> take(12)
            >> for_each(sink));
        balanced!(|source, fails, sink| from(source)
            >> map(|item| item)
            >> buffer(3)
            >> map(|item| item)
            >> buffer(3)
            >> map(fails)?
            >> take(12)
            >> for_each(sink));
        balanced!(|source, fails, sink| from(source)
            >> fan_out(2, ordered)
            >> map(|item| item)
            >> fan_in
            >> map(fails)?
            >> take(12)
            >> for_each(sink));
        balanced!(|source, fails, sink| from(source)
            >> fan_out(2, ordered)
            >> flat_map(|item: Tracked| [item.clone(), item])
            >> fan_in
            >> step_by(2)
            >> map(fails)?
            >> take(12)
            >> for_each(sink));
        balanced!(|source, fails, sink| from(source)
            >> batch(2)
            >> buffer(2)
            >> flatten
            >> map(fails)?
            >> take(12)
            >> for_each(sink));
        balanced!(|source, fails, sink| from(source)
            >> batch(2, 1h)
            >> flatten
            >> map(fails)?
            >> take(12)
            >> for_each(sink));
    });
}

#[test]
fn control_an_item_that_outlives_its_run_is_noticed() {
    watched(|| {
        let ledger = Ledger::default();
        let kept = pipeline!(from(ledger.source(0..9)) >> buffer(1) >> last)
            .run()
            .unwrap();
        let panic = crate::support::faults::panic_of(|| ledger.assert_all_dropped());
        assert_eq!(
            panic.downcast_ref::<String>().unwrap(),
            "dropped too seldom: [8]"
        );
        drop(kept);
        ledger.assert_all_dropped();
    });
}

/// Fills the edges with items of which those in `bombs` panic when dropped, then ends the run by a failure.
macro_rules! bombs_left {
    ($bombs:expr, $first_failing:expr, |$source:ident, $fails:ident, $sink:ident| $($pipeline:tt)*) => {{
        step(format!("{:?} {}", $bombs, stringify!($($pipeline)*)));
        let (ledger, gate, bombs) = (Ledger::default(), Gate::default(), $bombs);
        let opens = OpensAtEnd(gate.clone());
        let $source = ledger.source(0..).map(|item| {
            if bombs.contains(&item.id) { item.panics_on_drop(Planted(1)) } else { item }
        });
        let $fails = move |item: Tracked| {
            let _ = &opens;
            if item.id == $first_failing { Err(Planted(item.id)) } else { Ok(item) }
        };
        let $sink = |item| {
            gate.pass();
            ledger.deliver(item);
        };
        let run = || pipeline!($($pipeline)*).run();
        // The panic of a drop comes before the error.
        assert_eq!(planted_panic_of(run), Planted(1));
        ledger.assert_none_doubled();
    }};
}

#[test]
fn items_that_panic_when_dropped_in_a_full_edge_do_not_keep_the_others_alive() {
    watched(|| {
        // One at the sink, three in the edge, one waits in front of it, the next one fails.
        for bombs in [vec![1], vec![2], vec![3], vec![1, 2], vec![1, 2, 3]] {
            bombs_left!(bombs, 4, |source, fails, sink| from(source)
                >> map(fails)?
                >> buffer(3)
                >> for_each(sink));
        }
        bombs_left!(vec![2, 3, 4], 6, |source, fails, sink| from(source)
            >> map(fails)?
            >> buffer(2)
            >> map(|item: Tracked| item)
            >> buffer(2)
            >> for_each(sink));
    });
}

#[test]
fn items_that_panic_when_dropped_in_a_reorder_buffer_do_not_abort() {
    watched(|| {
        for bombs in [vec![1], vec![1, 2], vec![1, 2, 3]] {
            let (ledger, done) = (Ledger::default(), Gate::default());
            let source = ledger.source(0..6).map(|item| {
                if bombs.contains(&item.id) {
                    item.panics_on_drop(Planted(1))
                } else {
                    item
                }
            });
            let run = || {
                pipeline!(
                    from(source)
                        >> fan_out(2, ordered)
                        >> map(|item| {
                            if item.id == 0 {
                                // The others are done, and wait for this one.
                                done.until_came(5);
                                return Err(Planted(0));
                            }
                            done.note();
                            Ok(item)
                        })?
                        >> fan_in
                        >> for_each(|item| ledger.deliver(item))
                )
                .run()
            };
            assert_eq!(planted_panic_of(run), Planted(1));
            ledger.assert_none_doubled();
        }
    });
}

#[test]
fn results_that_panic_when_dropped_do_not_abort_a_run_that_panics() {
    watched(|| {
        let ledger = Ledger::default();
        let (one, two) = (
            ledger.item(0).panics_on_drop(Planted(1)),
            ledger.item(1).panics_on_drop(Planted(1)),
        );
        let gate = Gate::default();
        let mine = gate.clone();
        let run = || {
            pipeline!({
                let a = from([one]) >> inspect(|_| mine.note()) >> first;
                let b = from([two]) >> inspect(|_| mine.note()) >> first;
                from([1])
                    >> for_each(|_| {
                        gate.until_came(2);
                        Planted(2).panic()
                    });
                (a, b)
            })
            .run()
        };
        // Whichever came first; what matters is that there is one.
        assert!([1, 2].contains(&planted_panic_of(run).0));
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_item_in_hand_that_panics_when_dropped_is_a_panic_of_the_run() {
    watched(|| {
        let ledger = Ledger::default();
        let source = ledger
            .source(0..)
            .map(|item| item.panics_on_drop(Planted(1)));
        let run = || pipeline!(from(source) >> fan_out(2) >> map(drop) >> fan_in >> count).run();
        assert_eq!(planted_panic_of(run), Planted(1));
    });
}

#[test]
fn what_closures_own_is_dropped_before_run_returns() {
    watched(|| {
        let owned = Arc::new(());
        for fault in [Fault::None, Fault::Error(3), Fault::Panic(3)] {
            let (a, b, c) = (Arc::clone(&owned), Arc::clone(&owned), Arc::clone(&owned));
            let run = move || {
                pipeline!(move || from(0..9_u64)
                    >> inspect(move |_| assert!(Arc::strong_count(&a) > 1))
                    >> fan_out(2)
                    >> map(|n| {
                        let _ = &b;
                        fault.at(n)
                    })?
                    >> fan_in
                    >> for_each(move |_| assert!(Arc::strong_count(&c) > 1)))
                .run()
            };
            match fault {
                Fault::Panic(_) => assert_eq!(planted_panic_of(run), Planted(3)),
                _ => assert_eq!(run().is_ok(), fault == Fault::None),
            }
            assert_eq!(Arc::strong_count(&owned), 1);
        }
    });
}

#[test]
fn a_branch_that_has_left_keeps_nothing_alive_while_the_others_go_on() {
    watched(|| {
        let ledger = Ledger::default();
        let left = Gate::default();
        let few = pipeline!({
            let (few, all) = from(ledger.source(0..200)) >> tee;
            let few = few >> buffer(64) >> take(2) >> inspect(|_| left.note()) >> count;
            all >> inspect(|item| {
                if item.id > 4 {
                    left.until_came(2);
                }
            }) >> for_each(|item| ledger.deliver(item));
            few
        })
        .capacity(2)
        .run()
        .unwrap();
        assert_eq!(few, 2);
        assert!(ledger.delivered().into_iter().eq(0..200));
        ledger.assert_all_dropped();
    });
}
