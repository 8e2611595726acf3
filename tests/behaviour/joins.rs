//! `zip`, `concat` and `prefer`: several streams into one, by position, in turn, or as they come.
#![allow(clippy::many_single_char_names)] // the streams of a join, by their places

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::threads::shown;
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;

#[test]
fn zip_pairs_up_to_eight_streams_by_position() {
    watched(|| {
        let two: Vec<_> = pipeline!({
            let a = from(0..20_u8);
            let b = from(10..30_u16);
            (a, b) >> zip >> collect
        })
        .run()
        .unwrap();
        assert!(two.into_iter().eq((0..20).zip(10..30)));
        macro_rules! zipped {
            ($($name:ident),+) => {{
                step(stringify!($($name),+));
                let all: Vec<_> = pipeline!({
                    $(let $name = from(0..30_u64) >> map(|n| (stringify!($name), n));)+
                    ($($name),+) >> zip >> collect
                })
                .capacity(2)
                .run()
                .unwrap();
                assert_eq!(all.len(), 30);
                for (at, ($($name),+)) in (0..).zip(all) {
                    $(assert_eq!($name, (stringify!($name), at));)+
                }
            }};
        }
        zipped!(a, b);
        zipped!(a, b, c);
        zipped!(a, b, c, d);
        zipped!(a, b, c, d, e);
        zipped!(a, b, c, d, e, f);
        zipped!(a, b, c, d, e, f, g);
        zipped!(a, b, c, d, e, f, g, h);
    });
}

#[test]
fn zip_ends_with_the_shortest_wherever_it_stands_and_the_others_stop() {
    watched(|| {
        macro_rules! ends {
            ($few:ident, $($name:ident),+) => {{
                step(stringify!($few of $($name),+));
                let ledger = Ledger::default();
                let source = |name| ledger.source(0_u64..).take(if name == stringify!($few) { 7 } else { usize::MAX });
                let pairs = pipeline!({
                    $(let $name = from(source(stringify!($name)));)+
                    ($($name),+) >> zip >> count
                })
                .named("zipped")
                .capacity(2)
                .run()
                .unwrap();
                assert_eq!(pairs, 7);
                ledger.assert_all_dropped();
                crate::support::threads::assert_none_left("zipped");
            }};
        }
        ends!(a, a, b);
        ends!(b, a, b);
        ends!(a, a, b, c);
        ends!(b, a, b, c);
        ends!(c, a, b, c);
        ends!(h, a, b, c, d, e, f, g, h);
        assert!(shown("zipped").is_empty());
    });
}

#[test]
fn a_zip_ends_with_what_has_ended_although_another_input_is_quiet() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        (0..3).for_each(|n| tx.send(n).unwrap());
        for _ in 0..20 {
            let rx = rx.clone();
            let quiet_first = pipeline!({
                let a = receive(rx);
                let b = from(0..0_u8);
                (a, b) >> zip >> count
            });
            assert_eq!(quiet_first.run().unwrap(), 0);
        }
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        (0..3).for_each(|n| tx.send(n).unwrap());
        let pairs = pipeline!({
            let quiet = receive(rx);
            let few = from(0..3_u8);
            let endless = from(0_u64..);
            (quiet, endless, few) >> zip >> collect::<Vec<_>>()
        });
        assert_eq!(pairs.run().unwrap(), [(0, 0, 0), (1, 1, 1), (2, 2, 2)]);
        drop(tx);
    });
}

#[test]
fn what_is_left_over_by_a_zip_is_dropped_once_each() {
    watched(|| {
        let ledger = Ledger::default();
        let few = ledger.source(0..4);
        pipeline!({
            let a = from(ledger.source(100..130)) >> buffer(8);
            let b = from(few);
            (a, b) >> zip >> flat_map(|(a, b)| [a, b]) >> for_each(|item| ledger.deliver(item))
        })
        .run()
        .unwrap();
        assert_eq!(ledger.delivered(), [100, 0, 101, 1, 102, 2, 103, 3]);
        ledger.assert_none_doubled();
    });
}

#[test]
fn concat_gives_one_stream_after_the_other_in_order() {
    watched(|| {
        for workers in [1, 3] {
            let ledger = Ledger::default();
            pipeline!({
                let a = from(ledger.source(0..20))
                    >> fan_out(workers, ordered)
                    >> map(|item| item)
                    >> fan_in;
                let none = from(ledger.source(20..20));
                let b = from(ledger.source(20..40)) >> map(|item| item);
                let c = from(ledger.source(40..60))
                    >> fan_out(workers, ordered)
                    >> flat_map(|item| [item])
                    >> fan_in
                    >> buffer(1);
                let nothing = from(ledger.source(60..60));
                (a, none, b, c, nothing) >> concat >> for_each(|item| ledger.deliver(item))
            })
            .capacity(2)
            .run()
            .unwrap();
            assert!(ledger.delivered().into_iter().eq(0..60));
            ledger.assert_all_delivered(1);
        }
        let nothing = pipeline!({
            let a = from(0..0_u8);
            let b = from(0..0_u8);
            (a, b) >> concat >> count
        });
        assert_eq!(nothing.run().unwrap(), 0);
    });
}

#[test]
fn concat_does_not_wait_for_the_second_while_the_first_has_items_nor_the_other_way() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        tx.send(0).unwrap();
        let mut tx = Some(tx);
        let all: Vec<u64> = pipeline!({
            let a = receive(rx);
            let b = from(1..3_u64);
            (a, b)
                >> concat
                >> inspect(|n| {
                    if *n == 0 {
                        drop(tx.take());
                    }
                })
                >> collect
        })
        .run()
        .unwrap();
        assert_eq!(all, [0, 1, 2]);
    });
}

#[test]
fn concat_that_is_left_leaves_those_it_has_not_come_to() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        let few = pipeline!({
            let a = from(0_u64..);
            let b = receive(rx);
            (a, b) >> concat >> take(5) >> count
        });
        assert_eq!(few.run().unwrap(), 5);
        drop(tx);
    });
}

#[test]
fn prefer_takes_what_is_listed_first_first() {
    watched(|| {
        let (gate, ready) = (Gate::default(), Gate::default());
        let mut seen = Vec::new();
        std::thread::scope(|scope| {
            let (opens, there) = (OpensAtEnd(gate.clone()), &ready);
            scope.spawn(move || {
                let opens = opens;
                // One is at the gate; all of them lie in their edges.
                opens.0.until_waiting(1);
                there.until_came(20);
            });
            pipeline!({
                let a = from(0..10_u64) >> inspect(|_| ready.note()) >> buffer(10);
                let b = from(100..110_u64) >> inspect(|_| ready.note()) >> buffer(10);
                (b, a)
                    >> prefer
                    >> buffer(1)
                    >> inspect(|_| gate.pass())
                    >> for_each(|n| seen.push(n))
            })
            .run()
            .unwrap();
        });
        // Three may have been taken while not yet all were there: at the gate, in the edge to it, and in hand.
        let late = seen.iter().skip(3).skip_while(|n| **n >= 100);
        assert!(late.clone().all(|n| *n < 100), "{seen:?}");
        assert_eq!(seen.len(), 20);
        let firsts: Vec<_> = seen.iter().filter(|n| **n >= 100).collect();
        assert!(firsts.is_sorted() && firsts.len() == 10);
    });
}

#[test]
fn prefer_ends_when_all_its_streams_have_and_keeps_the_order_of_each() {
    watched(|| {
        let ledger = Ledger::default();
        pipeline!({
            let a = from(ledger.source(0..3));
            let b = from(ledger.source(100..140)) >> map(|item| item);
            let c = from(ledger.source(200..200));
            (a, b, c) >> prefer >> for_each(|item: Tracked| ledger.deliver(item))
        })
        .capacity(1)
        .run()
        .unwrap();
        ledger.assert_all_delivered(1);
        let (low, high): (Vec<u64>, Vec<u64>) =
            ledger.delivered().into_iter().partition(|id| *id < 100);
        assert!(low.into_iter().eq(0..3) && high.into_iter().eq(100..140));
    });
}

#[test]
fn prefer_waits_for_whoever_comes_first_when_all_are_quiet() {
    watched(|| {
        let (one, rx) = crossbeam_channel::unbounded::<u64>();
        let (other, other_rx) = crossbeam_channel::unbounded::<u64>();
        let items = pipeline!(move || {
            let a = receive(rx);
            let b = receive(other_rx);
            (a, b) >> prefer
        });
        let mut items = items.iter();
        for n in 0..20 {
            if n % 3 == 0 { &one } else { &other }.send(n).unwrap();
            assert_eq!(items.next().unwrap().unwrap(), n);
        }
        drop(one);
        other.send(20).unwrap();
        assert_eq!(items.next().unwrap().unwrap(), 20);
        drop(other);
        assert!(items.next().is_none());
    });
}
