//! R24: threads that have been joined, whichever way the run ended. In a process of its own: the counts are the whole process's.

use crate::support::faults::{Fault, Planted, panic_of, planted_in};
use crate::support::gate::Gate;
use crate::support::random::Random;
use crate::support::threads::{Threads, assert_none_left};
use crate::support::watchdog::step;
use pipewright::prelude::*;
use pipewright::{Error, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How many runs; as many as the variable says, where somebody has the time.
fn runs() -> u64 {
    let said = std::env::var("PIPEWRIGHT_RUNS").ok();
    let said = said.map(|runs| runs.parse().expect("a number"));
    said.unwrap_or(if cfg!(debug_assertions) { 2000 } else { 10_000 })
}

/// Topologies, ways to run, and ways to end, at random.
pub(super) fn runs_with_random_endings() {
    let mut random = Random(24);
    let threads = Threads::count();
    for number in 0..runs() {
        let (topology, ending, at) = (random.below(5), random.below(6), random.below(25));
        step(format!(
            "run {number}: topology {topology}, ending {ending}, item {at}"
        ));
        let before = threads.started_and_joined();
        let fault = match ending {
            0 => Fault::Error(at),
            1 => Fault::Panic(at),
            _ => Fault::None,
        };
        let run = || one(topology, ending, fault);
        match fault {
            Fault::Panic(at) if at < 20 => {
                assert_eq!(panic_of(run).downcast_ref(), Some(&Planted(at)));
            }
            Fault::Error(at) if at < 20 => {
                assert_eq!(planted_in(&run().unwrap_err()), Some(Planted(at)));
            }
            _ => match (ending, run()) {
                (3..=4, Err(error)) => assert_eq!(error.kind(), ErrorKind::Cancelled),
                (_, outcome) => outcome.unwrap(),
            },
        }
        assert!(threads.started_and_joined() > before);
    }
    assert_none_left("joined");
}

/// One run. It ends by a fault, well, by a cancel, by a handle that is dropped, or by a stop.
fn one(topology: u64, ending: u64, fault: Fault) -> Result<(), Error> {
    macro_rules! ended {
        ($($pipeline:tt)*) => {{
            let handle = pipeline!(move || { $($pipeline)* }).named("joined").capacity(2).spawn();
            match ending {
                3 => handle.control().cancel(),
                4 => return {
                    drop(handle);
                    Ok(())
                },
                5 => handle.control().stop(),
                _ => {}
            }
            handle.join()
        }};
    }
    match topology {
        0 => ended!(from(0..20) >> map(move |n| fault.at(n))? >> buffer(1) >> for_each(drop);),
        1 => {
            ended!(from(0..20) >> fan_out(2) >> map(|n| fault.at(n))? >> fan_in >> for_each(drop);)
        }
        2 => {
            ended!(from(0..20) >> fan_out(3, ordered) >> map(|n| fault.at(n))? >> fan_in >> for_each(drop);)
        }
        3 => ended! {
            let (a, b) = from(0..20) >> tee;
            a >> map(move |n| fault.at(n))? >> for_each(drop);
            b >> batch(3, 1h) >> for_each(drop);
        },
        _ => {
            ended!(from(0..20) >> fan_out(2, by = |n| n % 3) >> map(|n| fault.at(n))? >> for_each(drop);)
        }
    }
}

/// Waits when its thread ends, behind everything that the section does.
struct Ends(Gate, Arc<AtomicUsize>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.pass();
        self.1.fetch_add(1, Ordering::SeqCst);
    }
}

thread_local!(static ENDS: std::cell::RefCell<Option<Ends>> = const { std::cell::RefCell::new(None) });

/// A thread-local value whose drop takes its time: `run` has to wait for it, in each way to run.
pub(super) fn thread_locals_are_dropped_before_run_returns() {
    for way in 0..4 {
        step(format!("way {way} to run"));
        let (gate, gone, returned) = (
            Gate::default(),
            Arc::new(AtomicUsize::new(0)),
            AtomicBool::new(false),
        );
        let (passes, counts) = (gate.clone(), Arc::clone(&gone));
        let mark = move |n: &u8| {
            if *n == 0 {
                ENDS.set(Some(Ends(passes.clone(), Arc::clone(&counts))));
            }
        };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                gate.until_waiting(1);
                // A run that does not wait returns meanwhile. One that does would wait for ever.
                for _ in 0..2000 {
                    if returned.load(Ordering::SeqCst) {
                        break;
                    }
                    std::thread::yield_now();
                }
                gate.open();
            });
            match way {
                0 => assert_eq!(
                    pipeline!(from(0..3_u8) >> inspect(mark) >> buffer(1) >> count)
                        .run()
                        .unwrap(),
                    3
                ),
                1 => assert_eq!(
                    pipeline!(move || from(0..3_u8) >> inspect(mark) >> buffer(1) >> count)
                        .spawn()
                        .join()
                        .unwrap(),
                    3
                ),
                2 => assert_eq!(
                    pipeline!(move || from(0..3_u8) >> inspect(mark) >> buffer(1))
                        .iter()
                        .count(),
                    3
                ),
                _ => assert_eq!(
                    pipeline!(from(0..3_u8) >> inspect(mark) >> buffer(1))
                        .with_iter(|items| items.count())
                        .unwrap(),
                    3
                ),
            }
            let gone = gone.load(Ordering::SeqCst);
            returned.store(true, Ordering::SeqCst);
            assert_eq!(gone, 1, "thread-local values that were dropped");
        });
    }
}
