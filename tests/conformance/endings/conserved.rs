//! R25: the accounts of edges and stages, and what becomes of what is discarded.

use crate::support::faults::{Planted, planted_in};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::Report;
use pipewright::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What was pushed into each edge; it has to be what was popped and what was discarded.
fn pushed(report: &Report) -> Vec<u64> {
    let edges = report.edges().iter();
    edges
        .map(|edge| {
            assert_eq!(edge.pushed(), edge.popped() + edge.discarded(), "{report}");
            edge.pushed()
        })
        .collect()
}

/// Runs that end while every edge is full, some of the items of which panic when they are dropped.
pub(super) fn in_runs_that_are_cut_short() {
    macro_rules! left {
        ($left:literal, |$source:ident, $fails:ident, $sink:ident| { $($pipeline:tt)* }) => {
            for bombs in [&[][..], &[1], &[2], &[1, 2, 3]] {
                step(format!("{bombs:?}: {}", stringify!($($pipeline)*)));
                let (ledger, gate) = (Ledger::default(), Gate::default());
                let opens = OpensAtEnd(gate.clone());
                let $source = ledger.source(0..).map(|item| {
                    if bombs.contains(&item.id) { item.panics_on_drop(Planted(25)) } else { item }
                });
                let holds = gate.clone();
                let $fails = move |item: Tracked| {
                    let _ = &opens;
                    if item.id < $left {
                        return Ok(item);
                    }
                    holds.until_waiting(1);
                    Err(Planted(item.id))
                };
                let book = ledger.clone();
                let $sink = move |item| {
                    gate.pass();
                    book.deliver(item);
                };
                let run = pipeline!(move || { $($pipeline)* }).capacity(3).spawn();
                let control = run.control();
                let outcome = catch_unwind(AssertUnwindSafe(|| run.join()));
                match outcome {
                    Ok(outcome) => {
                        assert!(bombs.is_empty());
                        assert_eq!(planted_in(&outcome.unwrap_err()), Some(Planted($left)));
                    }
                    Err(payload) => assert_eq!(payload.downcast_ref(), Some(&Planted(25))),
                }
                ledger.assert_none_doubled();
                let report = control.report();
                assert!(pushed(&report).iter().sum::<u64>() > 0);
                assert!(report.discarded() >= 3, "{report}");
            }
        };
    }
    left!(4, |source, fails, sink| {
        from(source) >> map(fails)? >> buffer(3) >> for_each(sink);
    });
    left!(8, |source, fails, sink| {
        from(source) >> map(fails)? >> buffer(3) >> map(|item| item) >> buffer(3) >> for_each(sink);
    });
    left!(8, |source, fails, sink| {
        from(source) >> map(fails)? >> fan_out(1) >> map(|item| item) >> fan_in >> for_each(sink);
    });
    left!(4, |source, fails, sink| {
        from(source) >> map(fails)? >> fan_out(1, by = |_| 0) >> for_each(&sink);
    });
    left!(4, |source, fails, sink| {
        let (a, b) = from(source) >> map(fails)? >> partition(|_| true);
        a >> for_each(sink);
        b >> for_each(drop);
    });
}

/// Items of an ordered region that came early.
#[test]
fn r25_what_waits_for_its_turn_is_discarded() {
    watched(|| {
        for is_bomb in [false, true] {
            let (ledger, gate) = (Ledger::default(), Gate::default());
            let (source, book) = (ledger.source(0..), ledger.clone());
            let run = pipeline!(move || {
                from(source)
                    >> fan_out(2, ordered)
                    >> map(|item: Tracked| {
                        if item.id == 0 {
                            gate.until_came(3);
                            return Err(Planted(0));
                        }
                        gate.note();
                        Ok(if is_bomb {
                            item.panics_on_drop(Planted(25))
                        } else {
                            item
                        })
                    })?
                    >> fan_in
                    >> for_each(move |item| book.deliver(item));
            })
            .capacity(4)
            .spawn();
            let control = run.control();
            let outcome = catch_unwind(AssertUnwindSafe(|| run.join()));
            assert_eq!(outcome.is_err(), is_bomb);
            assert!(ledger.delivered().is_empty());
            ledger.assert_all_dropped();
            assert!(pushed(&control.report())[0] >= 3);
        }
    });
}

/// The law of each stage's rate, by the edges around it: what it takes of `n` items, and what it gives.
#[test]
fn r25_the_rate_of_every_stage() {
    watched(|| {
        macro_rules! law {
            ($([$($stage:tt)*] $law:expr;)*) => {$(
                let law: fn(u64) -> (u64, u64) = $law;
                for n in [0, 1, 2, 5, 12, 31_u64] {
                    step(format!("{n} items: {}", stringify!($($stage)*)));
                    let (outcome, report) =
                        pipeline!(from(0..n) >> buffer(2) >> $($stage)* >> buffer(2) >> discard).run_reported();
                    let given = outcome.unwrap() as u64;
                    let edges = pushed(&report);
                    let taken = report.edges()[0].popped();
                    assert_eq!((taken, *edges.last().unwrap()), law(n), "{report}");
                    assert_eq!(report.edges().last().unwrap().popped(), given);
                    // What was not taken had been given to the edge, or stayed in the source.
                    assert!(edges[0] <= n && (taken == n || edges[0] >= taken));
                }
            )*};
        }
        law! {
            [map(|n| n)] |n| (n, n);
            [map(Ok::<u64, String>)?] |n| (n, n);
            [inspect(|_| ())] |n| (n, n);
            [enumerate] |n| (n, n);
            [map_init(|| 0, |_, n| n)] |n| (n, n);
            [try_map_init(|| Ok::<_, String>(0), |_, n| Ok::<_, String>(n))?] |n| (n, n);
            [filter(|n| n % 3 == 0)] |n| (n, n.div_ceil(3));
            [filter_map(|n| (n % 3 == 0).then_some(n))] |n| (n, n.div_ceil(3));
            [flat_map(|n| 0..n)] |n| (n, n * n.saturating_sub(1) / 2);
            [map(|n| [n, n]) >> flatten] |n| (n, 2 * n);
            [scan(0, |_, n| (n < 5).then_some(n))] |n| (n.min(6), n.min(5));
            [take(5)] |n| (n.min(5), n.min(5));
            [take(0)] |_| (0, 0);
            [take_while(|n| *n < 5)] |n| (n.min(6), n.min(5));
            [map_while(|n| (n < 5).then_some(n))] |n| (n.min(6), n.min(5));
            [skip(5)] |n| (n, n.saturating_sub(5));
            [skip_while(|n| *n < 5)] |n| (n, n.saturating_sub(5));
            [step_by(4)] |n| (n, n.div_ceil(4));
            [map(|n| n / 4) >> dedup] |n| (n, n.div_ceil(4));
            [batch(5)] |n| (n, n.div_ceil(5));
            [batch(5) >> flatten] |n| (n, n);
            [batch(5, 1h)] |n| (n, n.div_ceil(5));
            [or_done(Done::or([]))] |n| (n, n);
            [through(|items| items.step_by(2))] |n| (n, n.div_ceil(2));
            [fan_out(3) >> map(|n| n) >> fan_in] |n| (n, n);
            [fan_out(3) >> filter(|n| n % 3 == 0) >> fan_in] |n| (n, n.div_ceil(3));
            [fan_out(3, ordered) >> filter(|n| n % 3 == 0) >> fan_in] |n| (n, n.div_ceil(3));
            [fan_out(3, ordered) >> flat_map(|n| 0..n) >> fan_in] |n| (n, n * n.saturating_sub(1) / 2);
            [fan_out(3, by = |n| n % 5) >> map(|n| n) >> fan_in] |n| (n, n);
            [fan_out(1) >> batch(5) >> fan_in] |n| (n, n.div_ceil(5));
        }
        step("via");
        let part = || pipeline!(|numbers: Stream<u64>| numbers >> filter(|n| n % 3 == 0));
        law! { [via(part())] |n| (n, n.div_ceil(3)); }
    });
}

/// The same of what splits and joins.
#[test]
fn r25_the_rate_of_splits_and_joins() {
    watched(|| {
        for n in [0, 1, 2, 5, 12, 31_u64] {
            let third = n.div_ceil(3);
            macro_rules! edges {
                ($expected:expr, { $($pipeline:tt)* }) => {
                    step(format!("{n} items: {}", stringify!($($pipeline)*)));
                    let (outcome, report) = pipeline!({ $($pipeline)* }).run_reported();
                    outcome.unwrap();
                    assert_eq!(pushed(&report), $expected, "{report}");
                    assert_eq!(report.discarded(), 0);
                };
            }
            edges!([n, n], {
                let (a, b) = from(0..n) >> tee;
                a >> for_each(drop);
                b >> for_each(drop);
            });
            edges!([third, n - third], {
                let (a, b) = from(0..n) >> partition(|n| n % 3 == 0);
                a >> for_each(drop);
                b >> for_each(drop);
            });
            edges!([third, n - third], {
                let (a, b) =
                    from(0..n) >> map(|n| if n % 3 == 0 { Ok(n) } else { Err(n) }) >> split_result;
                a >> for_each(drop);
                b >> for_each(drop);
            });
            edges!([n, n], {
                let (a, b) = from(0..n) >> map(|n| (n, n)) >> unzip;
                a >> for_each(drop);
                b >> for_each(drop);
            });
            edges!([third, (n + 1) / 3, n / 3], {
                let (a, b, c) = from(0..n) >> route(|n| usize::try_from(n % 3).unwrap());
                a >> for_each(drop);
                b >> for_each(drop);
                c >> for_each(drop);
            });
            edges!([2 * n], {
                let a = from(0..n);
                let b = from(0..n);
                (a, b) >> fan_in >> for_each(drop);
            });
            edges!([n, n, n], {
                let (a, b) = from(0..n) >> tee;
                (a, b) >> zip >> buffer(1) >> for_each(drop);
            });
            edges!([n, n, 2 * n], {
                let a = from(0..n);
                let b = from(0..n);
                (a, b) >> concat >> buffer(1) >> for_each(drop);
            });
            edges!([n, n, 2 * n], {
                let a = from(0..n);
                let b = from(0..n);
                (a, b) >> prefer >> buffer(1) >> for_each(drop);
            });
            edges!([n, n, n + 1], {
                let a = from(0..n);
                let b = from(0..n);
                (a, b)
                    >> select(
                        0,
                        |_, n, out| {
                            let _ = out.push(n);
                        },
                        |sum, n, _| *sum += n,
                        at_end = |sum, out| {
                            let _ = out.push(sum);
                        },
                    )
                    >> buffer(1)
                    >> for_each(drop);
            });
        }
    });
}
