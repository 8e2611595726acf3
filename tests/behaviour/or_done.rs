//! `or_done`: a stream ends when a done channel closes, also while it waits; what was taken is delivered.

use crate::support::gate::Gate;
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use crossbeam_channel::unbounded;
use pipewright::prelude::*;
use std::time::Duration;

#[test]
fn it_ends_a_stream_that_waits_wherever_it_stands() {
    watched(|| {
        macro_rules! ends {
            (|$rx:ident, $done:ident, $seen:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let ((tx, $rx), (closer, $done)) = (unbounded::<u64>(), Done::channel());
                let (taken, ledger) = (Gate::default(), 3);
                let $seen = taken.clone();
                (0..ledger).for_each(|n| tx.send(n).unwrap());
                let handle = pipeline!($($pipeline)*).spawn();
                taken.until_came(3);
                closer.close();
                assert_eq!(handle.join().unwrap(), 3);
                drop(tx);
            }};
        }
        ends!(|rx, done, seen| move || receive(rx)
            >> or_done(done)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || receive(rx)
            >> buffer(1)
            >> or_done(done)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || receive(rx)
            >> map(|n| n)
            >> buffer(1)
            >> map(|n| n)
            >> or_done(done)
            >> buffer(1)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || receive(rx)
            >> fan_out(2)
            >> map(|n| n)
            >> fan_in
            >> or_done(done)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || receive(rx)
            >> fan_out(2, ordered)
            >> map(|n| n)
            >> fan_in
            >> or_done(done)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || receive(rx)
            >> batch(1, 1h)
            >> or_done(done)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || from([rx])
            >> bridge
            >> or_done(done)
            >> inspect(move |_| seen.note())
            >> count);
        ends!(|rx, done, seen| move || {
            let a = receive(rx) >> or_done(done);
            let b = from(0..0_u64);
            (a, b) >> fan_in >> inspect(move |_| seen.note()) >> count
        });
    });
}

#[test]
fn what_it_has_taken_is_delivered_and_what_is_in_front_is_dropped() {
    watched(|| {
        for behind in [0, 1, 7] {
            let ledger = Ledger::default();
            let (closer, done) = Done::channel();
            let mut closer = Some(closer);
            pipeline!(
                from(ledger.source(0..))
                    >> buffer(5)
                    >> or_done(done)
                    >> inspect(|item: &Tracked| if item.id == behind {
                        drop(closer.take());
                    })
                    >> for_each(|item| ledger.deliver(item))
            )
            .run()
            .unwrap();
            assert!(ledger.delivered().into_iter().eq(0..=behind));
            ledger.assert_none_doubled();
        }
    });
}

#[test]
fn one_that_is_closed_before_the_run_lets_nothing_through() {
    watched(|| {
        let (closer, done) = Done::channel();
        closer.close();
        let ledger = Ledger::default();
        let again = done.clone();
        pipeline!(
            from(ledger.source(0..))
                >> buffer(2)
                >> or_done(done)
                >> for_each(|item| ledger.deliver(item))
        )
        .run()
        .unwrap();
        assert_eq!(ledger.delivered(), []);
        ledger.assert_all_dropped();
        let (tx, rx) = unbounded::<u8>();
        tx.send(1).unwrap();
        assert_eq!(
            pipeline!(receive(rx) >> or_done(again) >> count)
                .run()
                .unwrap(),
            0
        );
        drop(tx);
    });
}

#[test]
fn it_closes_by_any_of_several_by_time_and_by_the_drop_of_its_closer() {
    watched(|| {
        let wait = |done: Done| {
            let (tx, rx) = unbounded::<u8>();
            let few = pipeline!(receive(rx) >> or_done(done) >> count)
                .run()
                .unwrap();
            assert_eq!(few, 0);
            drop(tx);
        };
        step("any of several");
        for which in 0..3 {
            let (mut closers, dones): (Vec<_>, Vec<_>) = (0..3).map(|_| Done::channel()).unzip();
            let any = Done::or(dones);
            assert!(!any.is_closed());
            drop(closers.remove(which));
            assert!(any.is_closed());
            wait(any);
        }
        step("nested");
        let (closer, done) = Done::channel();
        let (other, other_done) = Done::channel();
        let never = Done::or([]);
        let nested = Done::or([
            Done::or([done, never]),
            other_done,
            Done::after(Duration::MAX),
        ]);
        assert!(!nested.is_closed());
        std::thread::scope(|scope| {
            scope.spawn(|| wait(nested.clone()));
            closer.close();
        });
        drop(other);
        step("by time");
        wait(Done::after(Duration::from_millis(5)));
        wait(Done::or([
            Done::after(Duration::from_hours(1000)),
            Done::after(Duration::ZERO),
        ]));
        step("by a drop");
        let (closer, done) = Done::channel();
        std::thread::scope(|scope| {
            scope.spawn(|| wait(done.clone()));
            drop(closer);
        });
        let copy = done.clone();
        wait(done);
        wait(copy);
    });
}

#[test]
fn a_far_time_ends_nothing() {
    watched(|| {
        for far in [Duration::MAX, Duration::from_hours(100_000)] {
            let all =
                pipeline!(from(0..100_u64) >> buffer(1) >> or_done(Done::after(far)) >> count);
            assert_eq!(all.run().unwrap(), 100);
        }
    });
}

#[test]
fn it_ends_a_branch_and_the_others_go_on() {
    watched(|| {
        let (closer, done) = Done::channel();
        let mut closer = Some(closer);
        let (few, all) = pipeline!({
            let (few, all) = from(0..500_u64) >> tee;
            let few = few
                >> or_done(done)
                >> inspect(|n| {
                    if *n == 3 {
                        drop(closer.take());
                    }
                })
                >> collect::<Vec<_>>();
            let all = all >> count;
            (few, all)
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!((few, all), (vec![0, 1, 2, 3], 500));
    });
}
