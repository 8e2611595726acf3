//! A run whose stages all wait for each other ends, and says who waits for whom.

use crate::support::gate::Gate;
use crate::support::watchdog::{step, watched};
use pipewright::__private as raw;
use pipewright::ErrorKind;
use pipewright::prelude::*;

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

#[test]
fn a_graph_that_the_macro_refuses_stalls_and_says_who_waits_for_whom() {
    watched(|| {
        for capacity in [1, 2, 16] {
            step(format!("capacity {capacity}"));
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
    });
}

#[test]
fn control_the_same_graph_ends_well_where_nothing_is_filtered_out_or_the_edge_is_long_enough() {
    watched(|| {
        assert_eq!(unsound(1, 1).unwrap(), 1000);
        assert_eq!(unsound(1000, 100).unwrap(), 10);
    });
}

#[test]
fn a_stage_that_waits_in_user_code_or_outside_is_no_stall() {
    watched(|| {
        step("in a closure");
        let gate = Gate::default();
        let passes = gate.clone();
        let run = pipeline!(move || from(0..100_u64)
            >> buffer(1)
            >> map(move |n| {
                passes.pass();
                n
            })
            >> buffer(1)
            >> count)
        .spawn();
        gate.until_waiting(1);
        let control = run.control();
        // The source is blocked, the sink waits, and the stage between is in its closure.
        while control.report().edges()[0].pushed() < 2 {
            std::thread::yield_now();
        }
        gate.open();
        assert_eq!(run.join().unwrap(), 100);
        step("on a channel");
        let (tx, rx) = crossbeam_channel::bounded::<u8>(1);
        let run =
            pipeline!(move || receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> count).spawn();
        tx.send(1).unwrap();
        drop(tx);
        assert_eq!(run.join().unwrap(), 1);
        step("on the caller of an iterator");
        let mut items = pipeline!(move || from(0..100_u64) >> buffer(1))
            .capacity(1)
            .iter();
        let control = items.control().unwrap();
        while control
            .report()
            .edges()
            .iter()
            .any(|edge| edge.pushed() < 1)
        {
            std::thread::yield_now();
        }
        assert_eq!(items.next().unwrap().unwrap(), 0);
        assert_eq!(items.count(), 99);
    });
}
