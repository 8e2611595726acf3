//! Done channels and times that end a run.

use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright::{Closer, ErrorKind};
use pipewright_model::model::channel::bounded;
use pipewright_model::{Ledger, Seen, dawdle, explore, script};
use shuttle::thread;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// Closes what the run watches after a while; the run ends well with everything, or cancelled.
fn closed(watched: fn() -> (Closer, Done)) {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || {
        let ledger = Ledger::default();
        let (source, book) = (ledger.source(0..3), ledger.clone());
        let (closer, done) = watched();
        let run = pipeline!(move || from(source)
            >> buffer(1)
            >> map(|n| n)
            >> for_each(move |item| book.deliver(item)))
        .capacity(1)
        .cancel_on(&done)
        .spawn();
        let closing = thread::spawn(move || {
            dawdle(40);
            closer.close();
        });
        let outcome = run.join();
        closing.join().unwrap();
        assert!(done.is_closed());
        ledger.assert_all_dropped();
        match outcome {
            Ok(()) => {
                assert_eq!(ledger.delivered(), [0, 1, 2]);
                noted.note("ok");
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Cancelled);
                noted.note(if ledger.made() == 0 {
                    "before"
                } else {
                    "between"
                });
            }
        }
    });
    seen.assert_all(&["ok", "before", "between"]);
}

#[test]
fn a_done_channel_cancels_a_run() {
    closed(Done::channel);
}

#[test]
fn the_parent_of_what_a_run_watches_cancels_it() {
    closed(|| {
        let (closer, parent) = Done::channel();
        let (child, done) = parent.child();
        // Kept open.
        std::mem::forget(child);
        (closer, done)
    });
}

#[test]
fn any_of_several_cancels_a_run() {
    closed(|| {
        let (other, first) = Done::channel();
        std::mem::forget(other);
        let (closer, second) = Done::channel();
        (closer, Done::or([first, second]))
    });
}

#[test]
fn a_run_that_only_waits_is_cancelled_by_each_of_them() {
    explore(|| {
        let (closer, parent) = Done::channel();
        let (_own, child) = parent.child();
        let (tx, rx) = bounded::<u64>(1);
        let run = pipeline!(move || receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> count)
            .capacity(1)
            .cancel_on(Done::or([child]))
            .spawn();
        closer.close();
        assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
        drop(tx);
    });
}

#[test]
fn what_is_closed_before_starts_nothing() {
    // No two of its threads can ever go on at once.
    script(|| {
        let ledger = Ledger::default();
        let (closer, parent) = Done::channel();
        let (_own, child) = parent.child();
        closer.close();
        for done in [parent.clone(), child, Done::or([parent])] {
            let source = ledger.source(0..3);
            let run = pipeline!(move || from(source) >> buffer(1) >> map(|n| n) >> count)
                .capacity(1)
                .cancel_on(done)
                .spawn();
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
        }
        assert_eq!(ledger.made(), 0);
    });
}

/// A run that waits for what never comes, by a clock, with a limit that is a second away.
macro_rules! times_out {
    (|$run:ident, $clock:ident| $limited:expr) => {
        explore(|| {
            let $clock = TestClock::new();
            let (tx, rx) = bounded::<u64>(1);
            let $run = pipeline!(move || receive(rx) >> buffer(1) >> map(|n| n) >> count)
                .capacity(1)
                .clock(&$clock);
            let run = $limited.spawn();
            $clock.advance(SECOND / 2);
            assert!(!run.is_finished());
            $clock.advance(SECOND / 2);
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::DeadlinePassed);
            drop(tx);
        });
    };
}

#[test]
fn a_timeout_ends_a_run_when_its_time_has_come() {
    times_out!(|run, clock| run.timeout(SECOND));
}

#[test]
fn a_deadline_does_as_well() {
    times_out!(|run, clock| run.deadline(clock.now() + SECOND));
}

#[test]
fn the_earlier_of_them_counts() {
    times_out!(|run, clock| run.timeout(SECOND).deadline(clock.now() + 2 * SECOND));
}

#[test]
fn a_run_that_is_through_before_the_clock_moves_is_in_time() {
    explore(|| {
        let clock = TestClock::new();
        let run = pipeline!(move || from(0..2_u64) >> buffer(1) >> map(|n| n) >> count)
            .clock(&clock)
            .timeout(SECOND)
            .spawn();
        clock.advance(SECOND);
        assert_eq!(run.join().unwrap(), 2);
    });
}

#[test]
fn a_clocks_done_channel_closes_what_watches_it() {
    explore(|| {
        let clock = TestClock::new();
        let done = clock.after(SECOND);
        let (tx, rx) = bounded::<u64>(1);
        let run = pipeline!(move || receive(rx) >> buffer(1) >> or_done(done) >> count)
            .clock(&clock)
            .spawn();
        tx.send(0).unwrap();
        clock.advance(SECOND);
        // What was sent before the time has come is counted.
        assert_eq!(run.join().unwrap(), 1);
        drop(tx);
    });
}
