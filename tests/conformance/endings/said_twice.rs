//! R22: `cancel` and `stop` in any order, from anywhere, however often.

use crate::support::gate::Gate;
use crate::support::watchdog::step;
use pipewright::prelude::*;
use pipewright::{Control, Error, ErrorKind, Handle};
use std::sync::Barrier;
use std::sync::mpsc::channel;

/// What is said to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Say {
    Stop,
    Cancel,
}

use Say::{Cancel, Stop};

const ORDERS: [&[Say]; 10] = [
    &[Stop],
    &[Stop, Stop],
    &[Cancel],
    &[Cancel, Cancel],
    &[Stop, Cancel],
    &[Cancel, Stop],
    &[Stop, Stop, Cancel, Cancel],
    &[Cancel, Stop, Cancel, Stop],
    &[Stop, Cancel, Stop, Stop],
    &[Cancel, Cancel, Stop, Stop],
];

fn say(control: &Control, all: &[Say]) {
    for say in all {
        match say {
            Stop => control.stop(),
            Cancel => control.cancel(),
        }
    }
}

/// Cancelled if there was a cancel among them, well otherwise.
fn assert_ended(said: &[Say], outcome: Result<u64, Error>) {
    match outcome {
        Ok(_) => assert!(!said.contains(&Cancel), "{said:?}"),
        Err(error) => {
            assert!(said.contains(&Cancel), "{said:?}: {error}");
            assert_eq!(error.kind(), ErrorKind::Cancelled);
        }
    }
}

/// An endless run whose sink holds an item until the gate opens, so that it is not over by itself.
fn held() -> (Handle<u64, Error>, Gate) {
    let gate = Gate::default();
    let passes = gate.clone();
    let run = pipeline!(move || from(0_u64..)
        >> buffer(2)
        >> inspect(move |_| passes.pass())
        >> fold(0, |count, _| count + 1))
    .spawn();
    gate.until_waiting(1);
    (run, gate)
}

pub(super) fn from_outside_in_every_order() {
    for said in ORDERS {
        step(format!("from outside: {said:?}"));
        let (run, gate) = held();
        say(&run.control(), said);
        gate.open();
        assert_ended(said, run.join());
    }
}

/// In a closure of a source, a section, a worker, a sink.
pub(super) fn in_a_closure_in_every_order() {
    for said in ORDERS {
        for place in 0..4 {
            step(format!("in closure {place}: {said:?}"));
            let (tx, rx) = channel::<Control>();
            let mut control = Some(move || rx.recv().unwrap());
            let mut once = move |n: u64| {
                if n == 20
                    && let Some(control) = control.take()
                {
                    say(&control(), said);
                }
                n
            };
            let run = match place {
                0 => pipeline!(move || from((0_u64..).map(once))
                    >> buffer(2)
                    >> fold(0, |n, _| n + 1))
                .spawn(),
                1 => pipeline!(move || from(0_u64..)
                    >> buffer(2)
                    >> map(once)
                    >> buffer(2)
                    >> fold(0, |n, _| n + 1))
                .spawn(),
                2 => {
                    let once = std::sync::Mutex::new(once);
                    pipeline!(move || from(0_u64..)
                        >> fan_out(2)
                        >> map(|n| (once.lock().unwrap())(n))
                        >> fan_in
                        >> fold(0, |n, _| n + 1))
                    .spawn()
                }
                _ => pipeline!(move || from(0_u64..)
                    >> buffer(2)
                    >> fold(0, |n, item| {
                        once(item);
                        n + 1
                    }))
                .spawn(),
            };
            tx.send(run.control()).unwrap();
            assert_ended(said, run.join());
        }
    }
}

/// What comes too late does nothing, also to the runs of the same thread that follow.
pub(super) fn after_the_end() {
    for said in ORDERS {
        step(format!("after the end: {said:?}"));
        let run = pipeline!(move || from(0..10_u64) >> buffer(1) >> sum::<u64>()).spawn();
        let control = run.control();
        assert_eq!(run.join().unwrap(), 45);
        say(&control, said);
        say(&control.clone(), said);
        let report = control.report();
        assert_eq!((report.edges()[0].popped(), report.discarded()), (10, 0));
        drop(control);
        // Its run has ended, and nothing of it is left: another one is not touched.
        let next = pipeline!(from(0..10_u64) >> buffer(1) >> sum::<u64>());
        assert_eq!(next.run().unwrap(), 45);
    }
}

/// Three threads that begin at the same moment; whatever their order, one cancel among them is enough.
pub(super) fn by_three_threads_at_once() {
    let threes: [[&[Say]; 3]; 4] = [
        [&[Stop], &[Stop], &[Stop]],
        [&[Cancel], &[Cancel], &[Cancel]],
        [&[Stop], &[Cancel], &[Stop]],
        [&[Stop, Cancel], &[Cancel, Stop], &[Stop, Stop]],
    ];
    for three in threes {
        step(format!("at once: {three:?}"));
        for _ in 0..40 {
            let (run, gate) = held();
            let start = Barrier::new(3);
            std::thread::scope(|scope| {
                for said in three {
                    let (control, start) = (run.control(), &start);
                    scope.spawn(move || {
                        start.wait();
                        say(&control, said);
                    });
                }
            });
            gate.open();
            assert_ended(&three.concat(), run.join());
        }
    }
}
