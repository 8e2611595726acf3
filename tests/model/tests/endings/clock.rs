//! A test's clock moves when no stage can go on by itself, and not before.

use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright_model::model::channel::bounded;
use pipewright_model::{Seen, dawdle, explore};
use shuttle::thread;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn what_was_sent_before_is_in_the_batch_that_leaves() {
    explore(|| {
        let clock = TestClock::new();
        let ((tx, rx), (out, batches)) = (bounded(4), bounded(4));
        let run = pipeline!(move || receive(rx)
            >> buffer(1)
            >> map(|n| n)
            >> buffer(1)
            >> batch(9, 1s)
            >> send(out))
        .clock(&clock)
        .spawn();
        for first in [0, 10] {
            tx.send(first).unwrap();
            tx.send(first + 1).unwrap();
            clock.advance(SECOND / 2);
            tx.send(first + 2).unwrap();
            clock.advance(SECOND / 2);
            assert_eq!(batches.recv().unwrap(), [first, first + 1, first + 2]);
        }
        drop(tx);
        assert!(batches.recv().is_err());
        run.join().unwrap();
    });
}

#[test]
fn a_batch_that_waits_for_its_time_is_filled_first_and_its_items_go_on() {
    explore(|| {
        let clock = TestClock::new();
        let ((tx, rx), (out, batches)) = (bounded(4), bounded(4));
        let run = pipeline!(move || receive(rx)
            >> buffer(1)
            >> batch(2, 1h)
            >> buffer(1)
            >> batch(9, 1s)
            >> send(out))
        .clock(&clock)
        .spawn();
        tx.send(0).unwrap();
        clock.advance(SECOND);
        // Now the first batch is full, and the time of the second one begins.
        tx.send(1).unwrap();
        clock.advance(SECOND / 2);
        clock.advance(SECOND / 2);
        assert_eq!(batches.recv().unwrap(), [[0, 1]]);
        drop(tx);
        run.join().unwrap();
    });
}

#[test]
fn what_a_run_sends_to_itself_has_come_before_the_clock_moves() {
    explore(|| {
        let clock = TestClock::new();
        let ((tx, rx), (again, back), (out, batches)) = (bounded(1), bounded(1), bounded(1));
        let run = pipeline!(move || {
            let first = receive(rx) >> buffer(1) >> batch(1, 1h) >> flatten;
            let second = receive(back) >> buffer(1) >> batch(9, 1s);
            first >> send(again);
            second >> send(out)
        })
        .clock(&clock)
        .spawn();
        tx.send(0).unwrap();
        clock.advance(SECOND / 2);
        clock.advance(SECOND / 2);
        assert_eq!(batches.recv().unwrap(), [0]);
        drop(tx);
        run.join().unwrap();
    });
}

#[test]
fn what_one_run_sends_to_another_has_come_before_their_clock_moves() {
    explore(|| {
        let clock = TestClock::new();
        let ((tx, rx), (middle, between), (out, batches)) = (bounded(1), bounded(1), bounded(1));
        // Started in the order against the stream: the one is asked first that is fed last.
        let second = pipeline!(move || receive(between) >> buffer(1) >> batch(9, 1s) >> send(out))
            .clock(&clock)
            .spawn();
        let first = pipeline!(move || receive(rx) >> buffer(1) >> send(middle))
            .clock(&clock)
            .spawn();
        tx.send(0).unwrap();
        clock.advance(SECOND / 2);
        clock.advance(SECOND / 2);
        assert_eq!(batches.recv().unwrap(), [0]);
        drop(tx);
        first.join().unwrap();
        second.join().unwrap();
    });
}

#[test]
fn a_done_channel_that_a_stage_closes_has_ended_the_other_before_the_clock_moves() {
    explore(|| {
        let clock = TestClock::new();
        let (closer, done) = Done::channel();
        let ((tx, rx), (kept, quiet)) = (bounded(1), bounded::<u64>(1));
        let (late, mut closer) = (clock.clone(), Some(closer));
        let start = clock.now();
        let run = pipeline!(move || {
            receive(rx) >> buffer(1) >> for_each(move |()| drop(closer.take()));
            receive(quiet)
                >> buffer(1)
                >> or_done(done)
                >> consume(move |items| {
                    assert_eq!(items.count(), 0);
                    late.now()
                })
        })
        .clock(&clock)
        .spawn();
        tx.send(()).unwrap();
        clock.advance(SECOND);
        drop((tx, kept));
        assert_eq!(run.join().unwrap(), start);
    });
}

#[test]
fn two_that_move_it_at_once_and_a_run_that_begins_and_ends_meanwhile() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || {
        let clock = TestClock::new();
        let movers = [0, 1].map(|_| {
            let clock = clock.clone();
            thread::spawn(move || {
                dawdle(10);
                clock.advance(SECOND);
            })
        });
        let run = pipeline!(ticks(1s) >> buffer(1) >> take(1) >> count)
            .clock(&clock)
            .spawn();
        for mover in movers {
            mover.join().unwrap();
        }
        noted.note(run.is_finished());
        clock.advance(SECOND);
        assert_eq!(run.join().unwrap(), 1);
    });
    seen.assert_all(&["true", "false"]);
}

#[test]
fn a_stage_moves_it_and_waits_for_the_others_only() {
    explore(|| {
        let clock = TestClock::new();
        let (moves, (tx, rx)) = (clock.clone(), bounded(1));
        let run = pipeline!(move || receive(rx)
            >> inspect(move |_| moves.advance(SECOND))
            >> buffer(1)
            >> batch(2, 3s)
            >> count)
        .clock(&clock)
        .spawn();
        for n in 0..3_u64 {
            tx.send(n).unwrap();
        }
        drop(tx);
        assert_eq!(run.join().unwrap(), 2);
    });
}

#[test]
fn two_stages_that_move_it_at_once_do_not_wait_for_each_other() {
    explore(|| {
        let clock = TestClock::new();
        let [first, second] = [clock.clone(), clock.clone()];
        let run = pipeline!(move || from(0..2_u64)
            >> inspect(move |_| first.advance(SECOND))
            >> buffer(1)
            >> inspect(move |_| second.advance(SECOND))
            >> count)
        .clock(&clock)
        .spawn();
        assert_eq!(run.join().unwrap(), 2);
    });
}

#[test]
fn a_cancel_while_it_waits_for_a_run_lets_it_go_on() {
    explore(|| {
        let clock = TestClock::new();
        let run = pipeline!(ticks(1h) >> buffer(1) >> batch(2, 1h) >> take(1) >> count)
            .clock(&clock)
            .spawn();
        let moves = clock.clone();
        let mover = thread::spawn(move || moves.advance(SECOND));
        dawdle(30);
        run.control().cancel();
        assert!(run.join().is_err());
        mover.join().unwrap();
    });
}
