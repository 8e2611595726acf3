//! What ends a run from outside: a done channel, or its time.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright::{Done, ErrorKind};
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_done_channel_cancels_a_run_that_is_busy() {
    watched(|| {
        for alone in [true, false] {
            let (closer, done) = Done::channel();
            let mut closer = Some(closer);
            let source = (0_u64..).inspect(|n| {
                if *n == 1000 {
                    closer.take();
                }
            });
            let error = if alone {
                let run = pipeline!(from(source) >> filter(|_| false) >> count);
                run.cancel_on(&done).run().unwrap_err()
            } else {
                let run = pipeline!(from(source) >> buffer(4) >> filter(|_| false) >> count);
                run.cancel_on(done).run().unwrap_err()
            };
            assert_eq!(error.kind(), ErrorKind::Cancelled);
        }
    });
}

#[test]
fn a_done_channel_cancels_a_run_whose_stages_are_all_blocked() {
    watched(|| {
        step("on an empty channel");
        let (_tx, rx) = bounded::<u8>(1);
        let (closer, done) = Done::channel();
        let run = pipeline!(move || receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> count);
        let run = run.cancel_on(&done).spawn();
        closer.close();
        assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
        step("on a full one");
        let (tx, _rx) = bounded(1);
        let (closer, done) = Done::channel();
        let run = pipeline!(move || from(0_u64..) >> buffer(1) >> send(tx));
        let run = run.cancel_on(&done).spawn();
        closer.close();
        assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
    });
}

#[test]
fn any_of_several_done_channels_cancels_and_none_of_them_keeps_a_run() {
    watched(|| {
        for which in 0..3 {
            let (mut closers, dones): (Vec<_>, Vec<_>) = (0..3).map(|_| Done::channel()).unzip();
            let [a, b, c] = &dones[..] else {
                unreachable!()
            };
            let run = pipeline!(move || from(0_u64..) >> buffer(1) >> count);
            let run = run
                .cancel_on(a)
                .cancel_on(b)
                .cancel_on(Done::or([c.clone()]))
                .spawn();
            drop(closers.swap_remove(which));
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
        }
        let (_closer, done) = Done::channel();
        let run = pipeline!(from(0..10_u64) >> buffer(1) >> count).cancel_on(done);
        assert_eq!(run.run().unwrap(), 10);
    });
}

#[test]
fn a_run_whose_done_channel_is_closed_does_nothing_at_all() {
    watched(|| {
        let done = || {
            let (closer, done) = Done::channel();
            closer.close();
            done
        };
        let ledger = Ledger::default();
        macro_rules! nothing {
            ($($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let error = pipeline!($($pipeline)*).cancel_on(done()).run().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Cancelled);
                let error = pipeline!($($pipeline)*).timeout(Duration::ZERO).run().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::DeadlinePassed);
                let error = pipeline!($($pipeline)*).deadline(Instant::now()).run().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::DeadlinePassed);
            }};
        }
        nothing!(from(ledger.source(0..5)) >> inspect(|_| panic!("called")) >> count);
        nothing!(from(ledger.source(0..5)) >> buffer(1) >> inspect(|_| panic!("called")) >> count);
        nothing!(
            from(ledger.source(0..5))
                >> fan_out(2)
                >> map_init(|| -> u8 { panic!("called") }, |_, item| item)
                >> count_by(|_| -> u8 { panic!("called") })
        );
        nothing!(
            generate(|out| {
                let _ = out.push(ledger.item(0));
                panic!("called")
            }) >> count
        );
        assert_eq!(ledger.pulled(), 0);
    });
}

#[test]
fn the_time_of_a_run_counts_from_where_it_is_run_and_ends_it() {
    watched(|| {
        let clock = TestClock::new();
        let (_tx, rx) = bounded::<u8>(1);
        let run = pipeline!(move || receive(rx) >> buffer(1) >> count);
        let run = run.clock(&clock).timeout(10 * SECOND);
        clock.advance(100 * SECOND);
        let run = run.spawn();
        clock.advance(9 * SECOND);
        assert!(!run.is_finished());
        clock.advance(SECOND);
        let error = run.join().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::DeadlinePassed);
        assert_eq!(error.to_string(), "the run's time was up");
    });
}

#[test]
fn the_earlier_of_timeout_and_deadline_counts() {
    watched(|| {
        for (timeout, deadline) in [(5, 50), (50, 5)] {
            let clock = TestClock::new();
            let (_tx, rx) = bounded::<u8>(1);
            let run = pipeline!(move || receive(rx) >> count).clock(&clock);
            let at = clock.now() + deadline * SECOND;
            let run = run.timeout(timeout * SECOND).deadline(at).spawn();
            clock.advance(5 * SECOND);
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::DeadlinePassed);
        }
    });
}

#[test]
fn a_run_that_ends_in_time_ends_well_also_when_the_time_is_without_end() {
    watched(|| {
        for time in [Duration::from_hours(1), Duration::MAX] {
            let sum = pipeline!(from(0..10_u64) >> buffer(1) >> sum::<u64>()).timeout(time);
            assert_eq!(sum.run().unwrap(), 45);
            let items = pipeline!(move || from(0..3_u64) >> buffer(1)).timeout(time);
            assert_eq!(
                items.iter().map(Result::unwrap).collect::<Vec<_>>(),
                [0, 1, 2]
            );
        }
    });
}

#[test]
fn a_test_clock_closes_its_done_channel_by_its_time() {
    watched(|| {
        let clock = TestClock::new();
        let done = clock.after(3 * SECOND);
        let (_tx, rx) = bounded::<u8>(1);
        let own = done.clone();
        let run = pipeline!(move || receive(rx) >> or_done(own) >> count);
        let run = run.clock(&clock).spawn();
        clock.advance(2 * SECOND);
        assert!(!done.is_closed());
        clock.advance(SECOND);
        assert!(done.is_closed());
        assert_eq!(run.join().unwrap(), 0);
    });
}

#[test]
fn a_child_closes_with_its_parent_and_not_the_other_way_also_when_those_between_have_gone() {
    watched(|| {
        let (server, down) = Done::channel();
        let (closer, gone) = down.child();
        closer.close();
        assert!(gone.is_closed() && !down.is_closed());
        let grandchild = {
            let (middle, between) = down.child();
            let (closer, grandchild) = Done::or([between]).child();
            // A closer that is forgotten closes nothing.
            std::mem::forget((middle, closer));
            grandchild
        };
        assert!(!grandchild.is_closed());
        let waits = grandchild.clone();
        let waiter = std::thread::spawn(move || waits.wait());
        server.close();
        waiter.join().unwrap();
        assert!(grandchild.is_closed());
        let (_closer, late) = grandchild.child();
        assert!(late.is_closed());
    });
}

#[test]
fn a_done_channel_fits_crossbeams_select() {
    watched(|| {
        let (closer, done) = Done::channel();
        let (_jobs, queue) = bounded::<u8>(1);
        let child = done.child();
        let both = Done::or([child.1.clone(), Done::after(Duration::from_hours(1))]);
        let waiter = std::thread::spawn(move || {
            crossbeam_channel::select! {
                recv(both.receiver()) -> message => assert!(message.is_err()),
                recv(both.alarm()) -> _ => panic!("an hour has passed"),
                recv(queue) -> _ => panic!("nobody sends"),
            }
        });
        closer.close();
        waiter.join().unwrap();
        crossbeam_channel::select! {
            recv(Done::after(Duration::from_millis(1)).alarm()) -> message => assert!(message.is_ok()),
            recv(Done::or([]).receiver()) -> _ => panic!("nobody closes it"),
        }
    });
}

#[test]
fn a_limit_does_not_interrupt_a_closure_and_wins_all_the_same() {
    watched(|| {
        let (gate, clock) = (Gate::default(), TestClock::new());
        let passes = OpensAtEnd(gate.clone());
        let (closer, done) = Done::channel();
        let run = pipeline!(move || from(0..3_u8) >> buffer(4) >> for_each(|_| passes.0.pass()));
        let run = run.cancel_on(done).clock(&clock).spawn();
        gate.until_waiting(1);
        closer.close();
        assert!(!run.is_finished());
        gate.open();
        // The source had ended already; cut short is never `Ok`, whole is never an error.
        match run.join() {
            Ok(()) => assert_eq!(gate.came(), 3),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled),
        }
    });
}

#[test]
fn nothing_happens_behind_a_time_that_has_come() {
    watched(|| {
        for _ in 0..200 {
            let (clock, ticked) = (TestClock::new(), Gate::default());
            let notes = ticked.clone();
            let run = pipeline!(move || ticks(1s) >> for_each(move |_| notes.note()));
            let run = run.clock(&clock).timeout(1500 * SECOND / 1000).spawn();
            for step in [1000, 500, 500, 500] {
                clock.advance(step * SECOND / 1000);
            }
            assert_eq!(run.join().unwrap_err().kind(), ErrorKind::DeadlinePassed);
            assert_eq!(ticked.came(), 1);
        }
    });
}

#[test]
fn a_long_line_of_children_costs_no_more_than_its_length_and_closes_from_the_first_to_the_last() {
    watched(|| {
        let (closer, done) = Done::channel();
        let mut line = vec![done.child()];
        for _ in 0..20_000 {
            let last = &line.last().unwrap().1;
            line.push(Done::or([last.clone(), Done::after(Duration::from_hours(1))]).child());
        }
        let last = line.last().unwrap().1.clone();
        // Those between are kept by the last one alone, and their closers close nothing.
        let closers: Vec<_> = line.into_iter().map(|(closer, _)| closer).collect();
        assert!(!last.is_closed());
        closer.close();
        assert!(last.is_closed());
        drop(closers);
        drop(last);
    });
}
