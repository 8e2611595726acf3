//! A sink that takes nothing stops its source: what is in flight is bounded, everywhere.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;

/// Runs with a gated sink until `wanted` items are pulled; then no more may come, and all of them arrive.
macro_rules! holds {
    ($wanted:expr, $capacity:expr, |$source:ident, $sink:ident| $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let (ledger, gate) = (Ledger::default(), Gate::default());
        let (pulled, most) = (Gate::default(), $wanted);
        std::thread::scope(|scope| {
            let opens = OpensAtEnd(gate.clone());
            let (ledger, pulled) = (&ledger, &pulled);
            scope.spawn(move || {
                let opens = opens;
                // It gets so far ..
                pulled.until_came(most);
                // .. and what it holds by now is all that it can hold: one more would be one too many.
                for _ in 0..200 {
                    std::thread::yield_now();
                }
                let live = ledger.most_live();
                drop(opens);
                assert!(live <= most, "{live} in flight, {most} are allowed");
            });
            let $source = ledger.source(0..(3 * most as u64)).inspect(|_| pulled.note());
            let $sink = |item: Tracked| {
                gate.pass();
                ledger.deliver(item);
            };
            pipeline!($($pipeline)*).capacity($capacity).run().unwrap();
        });
        ledger.assert_all_delivered(1);
        assert!(ledger.most_live() <= most, "{} in flight", ledger.most_live());
    }};
}

#[test]
fn a_gated_sink_bounds_what_is_in_flight_by_edges_and_hands() {
    watched(|| {
        // An edge, the hand in front of it, and the sink's.
        holds!(2 + 2, 9, |source, sink| from(source)
            >> buffer(2)
            >> for_each(sink));
        holds!(1 + 2, 1, |source, sink| from(source)
            >> buffer(1)
            >> for_each(sink));
        // Two edges of 3, three hands.
        holds!(3 + 3 + 3, 3, |source, sink| from(source)
            >> buffer(3)
            >> map(|item| item)
            >> buffer(3)
            >> for_each(sink));
        // In, two workers, out: 2 edges of `capacity`, two workers' hands, the feeder's, the sink's.
        holds!(2 + 2 + 2 + 2, 2, |source, sink| from(source)
            >> fan_out(2)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
    });
}

#[test]
fn an_ordered_region_lets_in_no_more_than_its_window() {
    watched(|| {
        // The window counts what is between the feeder and the sink; the feeder and the sink have one in hand each.
        holds!(4 + 1, 4, |source, sink| from(source)
            >> fan_out(2, ordered)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
    });
}

#[test]
fn an_ordered_region_holds_no_more_than_its_window_while_its_first_item_is_held() {
    watched(|| {
        let (ledger, gate, through) = (Ledger::default(), Gate::default(), Gate::default());
        std::thread::scope(|scope| {
            let opens = OpensAtEnd(gate.clone());
            let (ledger_seen, through_seen) = (&ledger, &through);
            scope.spawn(move || {
                let _opens = opens;
                through_seen.until_came(5);
                for _ in 0..200 {
                    std::thread::yield_now();
                }
                assert_eq!(through_seen.came(), 5);
                assert!(ledger_seen.pulled() <= 7, "{}", ledger_seen.pulled());
            });
            pipeline!(
                from(ledger.source(0..100))
                    >> fan_out(3, ordered)
                    >> inspect(|item| {
                        if item.id == 0 {
                            gate.pass();
                        } else {
                            through.note();
                        }
                    })
                    >> fan_in
                    >> for_each(|item| ledger.deliver(item))
            )
            .capacity(6)
            .run()
            .unwrap();
        });
        ledger.assert_all_delivered(1);
        assert!(ledger.delivered().into_iter().eq(0..100));
    });
}

#[test]
fn a_slow_branch_of_a_tee_holds_the_others_back_and_loses_nothing() {
    watched(|| {
        let (gate, quick) = (Gate::default(), Gate::default());
        std::thread::scope(|scope| {
            let opens = OpensAtEnd(gate.clone());
            let seen = &quick;
            scope.spawn(move || {
                let _opens = opens;
                // Two in the slow branch's edge, one in its hand; the fourth waits in the tee.
                seen.until_came(3);
                for _ in 0..200 {
                    std::thread::yield_now();
                }
                assert!(seen.came() <= 4, "{}", seen.came());
            });
            let (a, b) = pipeline!({
                let (quicker, slower) = from(0..50_u32) >> tee;
                let a = quicker >> inspect(|_| quick.note()) >> count;
                let b = slower >> inspect(|_| gate.pass()) >> count;
                (a, b)
            })
            .capacity(2)
            .run()
            .unwrap();
            assert_eq!((a, b), (50, 50));
        });
    });
}

#[test]
fn a_buffer_behind_a_boundary_sets_the_bound_of_that_edge() {
    watched(|| {
        // One edge of 3 instead of one of 50, and no thread and hand more.
        holds!(3 + 2, 50, |source, sink| from(source)
            >> buffer(3)
            >> for_each(sink));
        // The feeder, an edge of 1, a worker, an edge of 4, the sink.
        holds!(1 + 1 + 1 + 4 + 1, 1, |source, sink| from(source)
            >> fan_out(1)
            >> map(|item| item)
            >> fan_in
            >> buffer(4)
            >> for_each(sink));
    });
}
