//! Time: ticks, and batches that do not wait for ever; on a clock that the test moves.

use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::{Sender, unbounded};
use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright::{Done, ErrorKind};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// Moves the clock by a second again and again, until the run has ended.
fn beat_until(clock: &TestClock, ended: impl Fn() -> bool) {
    while !ended() {
        clock.advance(SECOND);
        std::thread::yield_now();
    }
}

#[test]
fn the_first_tick_comes_after_one_period() {
    watched(|| {
        let clock = TestClock::new();
        let start = clock.now();
        let own = clock.clone();
        let handle = pipeline!(ticks(5s) >> take(3) >> collect::<Vec<_>>())
            .clock(&own)
            .spawn();
        beat_until(&clock, || handle.is_finished());
        let ticks = handle.join().unwrap();
        let since: Vec<u64> = ticks.iter().map(|tick| (*tick - start).as_secs()).collect();
        // Late ones may have merged; the first is a whole period behind the start, and the others go on from there.
        assert!(since[0] >= 5, "{since:?}");
        assert!(since.windows(2).all(|pair| pair[0] < pair[1]), "{since:?}");
    });
}

#[test]
fn ticks_come_at_their_time_and_missed_ones_merge_into_one() {
    watched(|| {
        let clock = TestClock::new();
        let start = clock.now();
        let own = clock.clone();
        // Nothing else has a section here: a tick that has come is due when it is asked for.
        let items = pipeline!(move || from(0..4_u8) >> count);
        assert_eq!(items.run().unwrap(), 4);
        let mover = clock.clone();
        let mut asked = 0;
        let since: Vec<u64> = pipeline!(
            ticks(5s)
                >> through(move |ticks| {
                    let mut ticks = ticks;
                    std::iter::from_fn(move || {
                        asked += 1;
                        // Three periods and a bit, then to the next beat, then five periods at once.
                        mover.advance(SECOND * [17, 3, 25, 5][asked - 1]);
                        ticks.next()
                    })
                })
                >> take(4)
                >> map(|tick| (tick - start).as_secs())
                >> collect
        )
        .clock(&own)
        .run()
        .unwrap();
        assert_eq!(since, [17, 20, 45, 50]);
    });
}

#[test]
fn what_ends_ticks_reaches_them_while_they_wait() {
    watched(|| {
        let clock = TestClock::new();
        assert_eq!(
            pipeline!(ticks(1h) >> take(0) >> count)
                .clock(&clock)
                .run()
                .unwrap(),
            0
        );
        let (closer, done) = Done::channel();
        let handle = pipeline!(move || ticks(1h) >> or_done(done) >> count)
            .clock(&clock)
            .spawn();
        closer.close();
        assert_eq!(handle.join().unwrap(), 0);

        for started in [false, true] {
            let handle = pipeline!(ticks(1h) >> buffer(1) >> take(9) >> count)
                .clock(&clock)
                .spawn();
            if started {
                std::thread::yield_now();
            }
            handle.control().cancel();
            assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
        }
        // A period beyond what the system can tell never comes, and is left all the same.
        let (closer, done) = Done::channel();
        let far = Duration::MAX;
        let handle = pipeline!(move || ticks(far) >> or_done(done) >> count).spawn();
        drop(closer);
        assert_eq!(handle.join().unwrap(), 0);
    });
}

/// A pipeline of batches by the clock, its sender, and what tells that an item has been taken.
fn batches(clock: &TestClock) -> (Sender<u64>, Gate, impl Iterator<Item = Vec<u64>>) {
    let ((tx, rx), taken) = (unbounded(), Gate::default());
    let seen = taken.clone();
    let batches = pipeline!(move || receive(rx)
        >> buffer(8)
        >> inspect(move |_| seen.note())
        >> buffer(1)
        >> batch(3, 10s))
    .clock(clock)
    .iter();
    (tx, taken, batches.map(Result::unwrap))
}

#[test]
fn a_full_batch_goes_at_once_and_none_has_more_or_nothing() {
    watched(|| {
        let clock = TestClock::new();
        let (tx, _, mut batches) = batches(&clock);
        (0..7).for_each(|n| tx.send(n).unwrap());
        assert_eq!(batches.next().unwrap(), [0, 1, 2]);
        assert_eq!(batches.next().unwrap(), [3, 4, 5]);
        drop(tx);
        // Early only because the stream has ended.
        assert_eq!(batches.next().unwrap(), [6]);
        assert!(batches.next().is_none());
    });
}

#[test]
fn a_batch_goes_when_its_time_has_come_although_it_is_not_full() {
    watched(|| {
        let clock = TestClock::new();
        let (tx, _taken, mut batches) = batches(&clock);
        for round in 0..5 {
            tx.send(round).unwrap();
            std::thread::scope(|scope| {
                let waits = Gate::default();
                let ended = waits.clone();
                let clock = &clock;
                scope.spawn(move || {
                    // Its time begins when it is taken, so the clock goes on until it has come.
                    while ended.came() == 0 {
                        clock.advance(SECOND);
                        std::thread::yield_now();
                    }
                });
                let batch = batches.next().unwrap();
                waits.note();
                assert_eq!(batch, [round]);
            });
        }
        drop(tx);
        assert!(batches.next().is_none());
    });
}

#[test]
fn time_alone_makes_no_batch_of_nothing_and_an_open_one_is_not_sent_early() {
    watched(|| {
        let clock = TestClock::new();
        let (tx, taken, mut batches) = batches(&clock);
        clock.advance(SECOND * 100);
        tx.send(0).unwrap();
        taken.until_came(1);
        tx.send(1).unwrap();
        taken.until_came(2);
        // The clock stands still, so only the third item can send it.
        (0..200).for_each(|_| std::thread::yield_now());
        tx.send(2).unwrap();
        assert_eq!(batches.next().unwrap(), [0, 1, 2]);
        drop(tx);
        assert!(batches.next().is_none());
    });
}

#[test]
fn a_run_that_is_cut_short_drops_its_open_batch() {
    watched(|| {
        macro_rules! dropped {
            (|$rx:ident, $seen:ident, $sink:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let (ledger, (tx, $rx)) = (Ledger::default(), unbounded());
                let (taken, clock) = (Gate::default(), TestClock::new());
                let ($seen, delivered) = (taken.clone(), ledger.clone());
                let $sink = move |item| delivered.deliver(item);
                let handle = pipeline!($($pipeline)*).clock(&clock).spawn();
                (0..2).for_each(|n| tx.send(ledger.item(n)).unwrap());
                taken.until_came(2);
                handle.control().cancel();
                assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
                assert_eq!(ledger.delivered(), []);
                drop(tx);
                ledger.assert_all_dropped();
            }};
        }
        dropped!(|rx, seen, sink| move || receive(rx)
            >> inspect(move |_| seen.note())
            >> batch(3, 1h)
            >> flatten
            >> for_each(sink));
        dropped!(|rx, seen, sink| move || receive(rx)
            >> inspect(move |_| seen.note())
            >> batch(3)
            >> flatten
            >> for_each(sink));
        dropped!(|rx, seen, sink| move || receive(rx)
            >> inspect(move |_| seen.note())
            >> fan_out(2, ordered)
            >> map(|item| item)
            >> fan_in
            >> batch(3, 1h)
            >> buffer(1)
            >> flatten
            >> for_each(sink));
    });
}
