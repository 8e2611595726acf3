//! `bridge`: channels that come as items are drained one after the other, and whoever ends the stream reaches it while it waits.

use crate::sorted;
use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::{Receiver, Sender, unbounded};
use pipewright::prelude::*;
use pipewright::{Done, ErrorKind};

/// A channel with these items that has ended.
fn with<T>(items: impl IntoIterator<Item = T>) -> Receiver<T> {
    let (tx, rx) = unbounded();
    items.into_iter().for_each(|item| tx.send(item).unwrap());
    rx
}

/// A channel with these items, and its sender, which keeps it from ending.
fn open_with<T>(items: impl IntoIterator<Item = T>) -> (Sender<T>, Receiver<T>) {
    let (tx, rx) = unbounded();
    items.into_iter().for_each(|item| tx.send(item).unwrap());
    (tx, rx)
}

/// Three channels of five each.
fn three() -> Vec<Receiver<u64>> {
    (0..3).map(|at| with(5 * at..5 * at + 5)).collect()
}

#[test]
fn the_channels_are_drained_one_after_the_other() {
    watched(|| {
        macro_rules! in_order {
            (|$channels:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let $channels = three();
                let all: Vec<u64> = pipeline!($($pipeline)*).capacity(1).run().unwrap();
                assert!(all.into_iter().eq(0..15));
            }};
        }
        in_order!(|channels| from(channels) >> bridge >> collect);
        in_order!(|channels| from(channels) >> buffer(1) >> bridge >> collect);
        in_order!(|channels| from(channels) >> bridge >> buffer(1) >> collect);
        in_order!(|channels| receive(with(channels)) >> bridge >> collect);
        in_order!(|channels| from([with(channels)]) >> bridge >> bridge >> collect);
        in_order!(|channels| from(channels)
            >> take(3)
            >> buffer(2)
            >> take(3)
            >> bridge
            >> collect);
        in_order!(|channels| from(channels) >> fan_out(3, ordered) >> bridge >> fan_in >> collect);
        // What was in front has ended by the time the first channel is drained.
        in_order!(|channels| from(channels)
            >> buffer(3)
            >> through(|channels| channels.collect::<Vec<_>>().into_iter())
            >> bridge
            >> collect);
    });
}

#[test]
fn all_of_them_are_drained_in_a_region() {
    watched(|| {
        macro_rules! whole {
            (|$channels:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                for _ in 0..50 {
                    let $channels: Vec<Receiver<u64>> = (0..8).map(|n| with([n])).collect();
                    let all: Vec<u64> = pipeline!($($pipeline)*).run().unwrap();
                    assert_eq!(sorted(all), (0..8).collect::<Vec<_>>());
                }
            }};
        }
        whole!(|channels| from(channels) >> fan_out(3) >> bridge >> fan_in >> collect);
        whole!(|channels| from(channels) >> fan_out(3) >> bridge >> collect);
        whole!(|channels| from(channels)
            >> fan_out(3, by = Receiver::len)
            >> bridge
            >> fan_in
            >> collect);
        whole!(|channels| from(channels) >> fan_out(2, ordered) >> bridge >> fan_in >> collect);
    });
}

#[test]
fn a_worker_that_has_no_channel_left_ends_no_other_ones() {
    watched(|| {
        let (tx, rx) = open_with([0]);
        let first = Gate::default();
        let seen = first.clone();
        let sender = std::thread::spawn(move || {
            first.until_came(1);
            // Time for the worker that is not busy to end.
            (0..1000).for_each(|_| std::thread::yield_now());
            tx.send(1).unwrap();
        });
        let all: Vec<u64> = pipeline!(
            from([rx])
                >> fan_out(4, by = |_| 0)
                >> bridge
                >> inspect(|_| seen.note())
                >> fan_in
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(all, [0, 1]);
        sender.join().unwrap();
    });
}

#[test]
fn channels_of_several_streams_are_all_drained() {
    watched(|| {
        for few in [0, 1] {
            let all: Vec<u64> = pipeline!({
                let a = from(three()) >> take(few);
                let b = from(three());
                (a, b) >> concat >> bridge >> collect
            })
            .run()
            .unwrap();
            assert_eq!(all.len(), 5 * few + 15);
            let all: Vec<u64> = pipeline!({
                let a = from(three()) >> take(few);
                let b = from(three());
                (a, b) >> prefer >> bridge >> collect
            })
            .run()
            .unwrap();
            assert_eq!(all.len(), 5 * few + 15);
            let all: Vec<u64> = pipeline!({
                let a = from(three()) >> take(few);
                let b = from(three());
                (a, b) >> fan_in >> bridge >> collect
            })
            .run()
            .unwrap();
            assert_eq!(all.len(), 5 * few + 15);
        }
    });
}

#[test]
fn cancel_reaches_it_while_it_waits() {
    watched(|| {
        macro_rules! cancelled {
            (|$rx:ident, $seen:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let (tx, $rx) = open_with([7_u64]);
                let gate = Gate::default();
                let $seen = gate.clone();
                let handle = pipeline!($($pipeline)*).spawn();
                gate.until_came(1);
                handle.control().cancel();
                assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
                drop(tx);
            }};
        }
        cancelled!(|rx, seen| move || from([rx])
            >> bridge
            >> inspect(move |_| seen.note())
            >> count);
        cancelled!(|rx, seen| move || from([rx])
            >> buffer(1)
            >> bridge
            >> buffer(1)
            >> inspect(move |_| seen.note())
            >> count);
        cancelled!(|rx, seen| move || from([rx])
            >> fan_out(2)
            >> bridge
            >> fan_in
            >> inspect(move |_| seen.note())
            >> count);
        cancelled!(|rx, seen| move || from([rx])
            >> fan_out(2, ordered)
            >> bridge
            >> fan_in
            >> inspect(move |_| seen.note())
            >> count);
        cancelled!(|rx, seen| move || {
            let a = from([rx]);
            let b = from(three());
            (a, b) >> concat >> bridge >> inspect(move |_| seen.note()) >> count
        });
    });
}

#[test]
fn consumers_that_leave_reach_it_while_it_waits() {
    watched(|| {
        macro_rules! left {
            (|$rx:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let (tx, $rx) = open_with([1_u64, 2]);
                let ended = pipeline!($($pipeline)*).run();
                assert_eq!(ended.unwrap(), 2);
                drop(tx);
            }};
        }
        left!(|rx| from([rx]) >> bridge >> take(2) >> count);
        left!(|rx| from([rx]) >> bridge >> buffer(1) >> take(2) >> count);
        left!(|rx| from([rx]) >> buffer(1) >> bridge >> buffer(1) >> take(2) >> count);
        left!(|rx| from([rx]) >> fan_out(2) >> bridge >> fan_in >> take(2) >> count);
        left!(|rx| from([rx]) >> fan_out(2, ordered) >> bridge >> fan_in >> take(2) >> count);
        left!(|rx| from([rx]) >> fan_out(2, by = |_| 1) >> bridge >> fan_in >> take(2) >> count);
        left!(|rx| from([rx]) >> bridge >> fan_out(2) >> map(|n| n) >> fan_in >> take(2) >> count);
        left!(|rx| {
            let a = from([rx]) >> bridge;
            let b = from(0..2_u64);
            (a, b) >> zip >> count
        });
        left!(|rx| {
            let (a, b) = from([rx]) >> bridge >> tee;
            a >> take(1) >> for_each(drop);
            b >> take(2) >> count
        });
        let (tx, rx) = open_with([1_u64, 2]);
        assert!(
            pipeline!(from([rx]) >> fan_out(3) >> bridge >> any(|n| n == 2))
                .run()
                .unwrap()
        );
        drop(tx);
    });
}

#[test]
fn a_done_channel_ends_it_while_it_waits() {
    watched(|| {
        let ((tx, rx), (closer, done)) = (open_with(0..4_u64), Done::channel());
        let mut closer = Some(closer);
        let all: Vec<u64> = pipeline!(
            from([rx])
                >> bridge
                >> or_done(done)
                >> inspect(|n| if *n == 3 {
                    drop(closer.take());
                })
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(all, [0, 1, 2, 3]);
        drop(tx);
    });
}

#[test]
fn what_is_left_in_a_channel_goes_with_it() {
    watched(|| {
        let ledger = Ledger::default();
        let channels: Vec<_> = (0..3)
            .map(|at| with((0..5).map(|n| ledger.item(5 * at + n))))
            .collect();
        pipeline!(
            from(channels)
                >> buffer(1)
                >> bridge
                >> buffer(1)
                >> take(7)
                >> for_each(|item| ledger.deliver(item))
        )
        .run()
        .unwrap();
        assert!(ledger.delivered().into_iter().eq(0..7));
        ledger.assert_none_doubled();
    });
}
