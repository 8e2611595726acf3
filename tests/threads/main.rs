//! Every thread that a run starts has been joined when `run` returns, whichever way it ends: a thousand times for each way.
//!
//! A binary of its own: the runtime's counts are the whole process's, so no other test may run beside these.

#[path = "../support/mod.rs"]
mod support;

use pipewright::ErrorKind;
use pipewright::prelude::*;
use std::sync::Mutex;
use support::faults::{Fault, Planted, planted_in, planted_panic_of};
use support::gate::Gate;
use support::threads::{Threads, assert_none_left, shown, watched_alone};
use support::watchdog::step;

/// Of each ending, over a few topologies together.
const RUNS: u64 = 1000;

/// Runs it so often, each time with another item to fail at; every run starts so many threads.
macro_rules! joined {
    ($runs:expr, $started:expr, |$fault:ident| $kind:path, $check:expr, $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let threads = Threads::count();
        for round in 0..$runs {
            let at = round % 20;
            let $fault = $kind(at);
            let run = || pipeline!($($pipeline)*).named("joined").capacity(2).run().map(drop);
            let check: fn(u64, &dyn Fn() -> Result<(), pipewright::Error>) = $check;
            check(at, &run);
            assert_eq!(threads.started_and_joined() as u64, (round + 1) * $started);
        }
        assert_none_left("joined");
    }};
}

fn none(_: u64) -> Fault {
    Fault::None
}

fn ends_well(_: u64, run: &dyn Fn() -> Result<(), pipewright::Error>) {
    run().unwrap();
}

fn fails(at: u64, run: &dyn Fn() -> Result<(), pipewright::Error>) {
    assert_eq!(planted_in(&run().unwrap_err()), Some(Planted(at)));
}

fn panics(at: u64, run: &dyn Fn() -> Result<(), pipewright::Error>) {
    assert_eq!(planted_panic_of(run), Planted(at));
}

#[test]
fn runs_that_end_well() {
    watched_alone(|| {
        joined!(
            RUNS / 3,
            1,
            |fault| none,
            ends_well,
            from(0..9_u64) >> buffer(1) >> map(|n| fault.at(n))? >> count
        );
        joined!(
            RUNS / 3,
            3,
            |fault| none,
            ends_well,
            from(0..9_u64) >> fan_out(2) >> map(|n| fault.at(n))? >> fan_in >> count
        );
        joined!(
            RUNS / 3,
            2,
            |fault| none,
            ends_well,
            from(0..9_u64) >> fan_out(2) >> map(|n| fault.at(n))? >> count
        );
    });
}

#[test]
fn runs_that_end_early() {
    watched_alone(|| {
        joined!(
            RUNS / 3,
            1,
            |fault| none,
            ends_well,
            from(0..) >> map(|n| fault.at(n))? >> buffer(1) >> take(3) >> count
        );
        joined!(
            RUNS / 3,
            3,
            |fault| none,
            ends_well,
            from(0..) >> fan_out(2) >> map(|n| fault.at(n))? >> fan_in >> first?
        );
        joined!(
            RUNS / 3,
            2,
            |fault| none,
            ends_well,
            from(0..) >> fan_out(2) >> map(|n| fault.at(n))? >> any(|n| n == 5)
        );
    });
}

#[test]
fn runs_that_fail_at_every_stage() {
    watched_alone(|| {
        joined!(
            RUNS / 7,
            2,
            |f| Fault::Error,
            fails,
            from(0..) >> map(|n| f.at(n))? >> buffer(1) >> map(|n| n) >> buffer(1) >> count
        );
        joined!(
            RUNS / 7,
            2,
            |f| Fault::Error,
            fails,
            from(0..) >> buffer(1) >> map(|n| f.at(n))? >> buffer(1) >> count
        );
        joined!(
            RUNS / 7,
            2,
            |f| Fault::Error,
            fails,
            from(0..) >> buffer(1) >> map(|n| n) >> buffer(1) >> map(|n| f.at(n))? >> count
        );
        joined!(
            RUNS / 7,
            3,
            |f| Fault::Error,
            fails,
            from(0..) >> fan_out(2) >> map(|n| f.at(n))? >> fan_in >> count
        );
        joined!(
            RUNS / 7,
            3,
            |f| Fault::Error,
            fails,
            from(0..) >> fan_out(2, ordered) >> map(|n| f.at(n))? >> fan_in >> count
        );
        joined!(
            RUNS / 7,
            2,
            |f| Fault::Error,
            fails,
            from(0..) >> fan_out(2) >> for_each(|n| f.at(n).map(|_| ()))?
        );
        joined!(RUNS / 7, 2, |f| Fault::Error, fails, {
            let (a, b) = from(0..) >> tee;
            a >> map(|n| f.at(n))? >> for_each(drop);
            b >> count
        });
    });
}

#[test]
fn runs_that_panic_at_every_stage() {
    watched_alone(|| {
        joined!(
            RUNS / 6,
            2,
            |f| Fault::Panic,
            panics,
            from(0..) >> map(|n| f.at(n)) >> buffer(1) >> map(|n| n) >> buffer(1) >> discard
        );
        joined!(
            RUNS / 6,
            2,
            |f| Fault::Panic,
            panics,
            from(0..) >> buffer(1) >> map(|n| f.at(n)) >> buffer(1) >> discard
        );
        joined!(
            RUNS / 6,
            2,
            |f| Fault::Panic,
            panics,
            from(0..) >> buffer(1) >> map(|n| n) >> buffer(1) >> map(|n| f.at(n)) >> discard
        );
        joined!(
            RUNS / 6,
            3,
            |f| Fault::Panic,
            panics,
            from(0..) >> fan_out(2) >> map(|n| f.at(n)) >> fan_in >> discard
        );
        joined!(
            RUNS / 6,
            3,
            |f| Fault::Panic,
            panics,
            from(0..) >> fan_out(2, ordered) >> map(|n| f.at(n)) >> fan_in >> discard
        );
        joined!(RUNS / 6, 2, |f| Fault::Panic, panics, {
            let (a, b) = from(0..) >> tee;
            a >> map(|n| f.at(n)) >> for_each(|n| assert!(n.is_ok()));
            b >> count
        });
    });
}

#[test]
fn runs_that_are_cancelled() {
    watched_alone(|| {
        let threads = Threads::count();
        for _ in 0..RUNS {
            let handle =
                pipeline!(move || from(0_u64..) >> fan_out(2) >> map(|n| n) >> fan_in >> count)
                    .named("cancelled")
                    .capacity(2)
                    .spawn();
            handle.control().cancel();
            assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
            threads.started_and_joined();
            drop(
                pipeline!(move || from(0_u64..) >> buffer(1) >> count)
                    .named("cancelled")
                    .spawn(),
            );
            threads.started_and_joined();
            let mut items = pipeline!(move || from(0_u64..) >> buffer(1))
                .named("cancelled")
                .iter();
            assert_eq!(items.next().unwrap().unwrap(), 0);
            drop(items);
            threads.started_and_joined();
        }
        assert_none_left("cancelled");
    });
}

#[test]
fn a_chain_without_a_boundary_starts_no_thread() {
    watched_alone(|| {
        let threads = Threads::count();
        let here = std::thread::current().id();
        let sum = pipeline!(
            from(0..100_u64)
                >> map(|n| n + 1)
                >> filter(|n| n % 2 == 0)
                >> batch(3)
                >> flatten
                >> inspect(|_| assert_eq!(std::thread::current().id(), here))
                >> sum::<u64>()
        );
        assert_eq!(sum.run().unwrap(), 2550);
        assert_eq!(threads.started_and_joined(), 0);
    });
}

#[test]
fn every_boundary_starts_the_threads_it_says() {
    watched_alone(|| {
        macro_rules! starts {
            ($number:expr, $($pipeline:tt)*) => {
                let threads = Threads::count();
                pipeline!($($pipeline)*).run().map(|_| ()).unwrap();
                assert_eq!(threads.started_and_joined(), $number, "{}", stringify!($($pipeline)*));
            };
        }
        starts!(1, from(0..9) >> buffer(1) >> count);
        starts!(
            2,
            from(0..9) >> buffer(1) >> map(|n| n) >> buffer(1) >> count
        );
        // The caller's thread is one of the workers, or the one behind `fan_in`.
        starts!(3, from(0..9) >> fan_out(3) >> max);
        starts!(4, from(0..9) >> fan_out(3) >> map(|n| n) >> fan_in >> count);
        starts!(
            4,
            from(0..9) >> fan_out(3) >> map(|n| n) >> fan_in >> buffer(9) >> count
        );
        starts!(1, from(0..9) >> batch(2, 1h) >> count);
        starts!(2, {
            let (a, b) = from(0..9) >> tee;
            a >> for_each(drop);
            b >> count
        });
        starts!(3, {
            let (a, b) = from(0..9) >> partition(|n| n % 2 == 0);
            (a, b) >> fan_in >> count
        });
    });
}

#[test]
#[cfg(target_os = "linux")]
fn a_run_that_cannot_start_starts_nothing() {
    watched_alone(|| {
        let threads = Threads::count();
        let run = pipeline!(from(0..9) >> fan_out(3) >> map(|n| n) >> fan_in >> count)
            .stack_size(1 << 46);
        assert_eq!(run.run().unwrap_err().kind(), ErrorKind::Spawn);
        let zero = std::hint::black_box(0);
        let run = pipeline!(from(0..9) >> fan_out(3) >> batch(zero) >> fan_in >> count);
        assert_eq!(run.run().unwrap_err().kind(), ErrorKind::Setting);
        assert_eq!(threads.started_and_joined(), 0);
    });
}

#[test]
fn threads_are_named_after_their_first_stage_and_their_run() {
    watched_alone(|| {
        let names = Mutex::new(std::collections::BTreeSet::new());
        let note = || {
            let name = std::thread::current().name().map(str::to_owned);
            names.lock().unwrap().insert(name);
        };
        let gate = Gate::default();
        pipeline!(
            from(0..2_u8)
                >> inspect(|_| note())
                >> fan_out(2)
                >> map(|n| {
                    note();
                    // Both workers get an item.
                    gate.note();
                    gate.until_came(2);
                    n
                })
                >> fan_in
                >> filter(|_| true)
                >> inspect(|_| note())
                >> buffer(1)
                >> for_each(drop)
        )
        .named("mine")
        .run()
        .unwrap();
        let names: Vec<_> = names.into_inner().unwrap().into_iter().flatten().collect();
        assert_eq!(
            names,
            ["mine:filter", "mine:inspect", "mine:map#0", "mine:map#1"]
        );
    });
}

#[test]
#[cfg(target_os = "linux")]
fn control_a_run_that_still_goes_on_is_noticed() {
    watched_alone(|| {
        let threads = Threads::count();
        let gate = Gate::default();
        let waits = gate.clone();
        let handle = pipeline!(move || from([1]) >> for_each(move |_| waits.pass()))
            .named("goes-on")
            .spawn();
        gate.until_waiting(1);
        assert_eq!(shown("goes-on"), ["goes-on"]);
        support::faults::panic_of(|| threads.started_and_joined());
        gate.open();
        handle.join().unwrap();
        assert_eq!(threads.started_and_joined(), 1);
        assert_none_left("goes-on");
    });
}

#[test]
fn thread_locals_of_a_runs_threads_are_gone_when_it_returns() {
    watched_alone(|| {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static GONE: AtomicUsize = AtomicUsize::new(0);
        struct Notes;
        impl Drop for Notes {
            fn drop(&mut self) {
                GONE.fetch_add(1, Ordering::SeqCst);
            }
        }
        thread_local!(static NOTES: Notes = const { Notes });
        for round in 1..=200 {
            let run = pipeline!(from([1]) >> inspect(|_| NOTES.with(|_| ())) >> buffer(1) >> count);
            assert_eq!(run.run().unwrap(), 1);
            assert_eq!(GONE.load(Ordering::SeqCst), round);
        }
    });
}
