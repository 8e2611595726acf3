//! R19: which of several endings is told.

use crate::support::faults::{Planted, panic_of, planted_in};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::step;
use pipewright::prelude::*;
use pipewright::{Control, Error, ErrorKind, Handle};
use std::panic::AssertUnwindSafe;

/// What one section does when it is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Fail(u64),
    Panic(u64),
    Cancel,
}

impl Act {
    fn go(self) -> Result<(), Planted> {
        match self {
            Self::Fail(number) => Err(Planted(number)),
            Self::Panic(number) => Planted(number).panic(),
            Self::Cancel => Ok(()),
        }
    }
}

/// Three sections, each of which waits in its closure until it is let go.
struct Three {
    gates: [Gate; 3],
    acts: [Act; 3],
    /// Noted when the run is cut short, so that what did it is recorded.
    cut: Gate,
    run: Handle<(), Error>,
    control: Control,
}

impl Three {
    fn start(acts: [Act; 3]) -> Self {
        let gates: [Gate; 3] = Default::default();
        let cut = Gate::default();
        let opens = OpensAtEnd(cut.clone());
        let (never, rx) = crossbeam_channel::bounded::<u8>(0);
        let closures = std::array::from_fn::<_, 3, _>(|at| {
            let (gate, act) = (gates[at].clone(), acts[at]);
            move |_: u8| {
                gate.pass();
                act.go()
            }
        });
        let [a, b, c] = closures;
        let run = pipeline!(move || {
            from([0]) >> for_each(a)?;
            from([0]) >> for_each(b)?;
            from([0]) >> for_each(c)?;
            receive(rx)
                >> for_each(move |_| {
                    let _ = (&opens, &never);
                });
        })
        .spawn();
        for gate in &gates {
            gate.until_waiting(1);
        }
        let control = run.control();
        Self {
            gates,
            acts,
            cut,
            run,
            control,
        }
    }

    /// Lets them go in that order, each when the one before is recorded as far as that can be seen; gives the outcome with
    /// the counts of later failures and panics.
    fn end(self, order: [usize; 3]) -> (Result<Result<(), Error>, Planted>, (u64, u64)) {
        let Self {
            gates,
            acts,
            cut,
            run,
            control,
        } = self;
        for (place, at) in order.into_iter().enumerate() {
            if acts[at] == Act::Cancel {
                control.cancel();
            }
            gates[at].open();
            if place == 0 {
                cut.pass();
            }
        }
        let mut outcome = None;
        let outcome =
            match std::panic::catch_unwind(AssertUnwindSafe(|| outcome = Some(run.join()))) {
                Ok(()) => Ok(outcome.unwrap()),
                Err(payload) => Err(*payload.downcast_ref().unwrap()),
            };
        let report = control.report();
        (outcome, (report.later_failures(), report.later_panics()))
    }
}

const ORDERS: [[usize; 3]; 6] = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
];

pub(super) fn the_first_of_each_class() {
    for order in ORDERS {
        step(format!("three errors in the order {order:?}"));
        let three = Three::start([Act::Fail(0), Act::Fail(1), Act::Fail(2)]);
        let (outcome, later) = three.end(order);
        let error = outcome.unwrap().unwrap_err();
        assert_eq!(planted_in(&error), Some(Planted(order[0] as u64)));
        assert_eq!(later, (2, 0));
        step(format!("three panics in the order {order:?}"));
        let three = Three::start([Act::Panic(1900), Act::Panic(1901), Act::Panic(1902)]);
        let (outcome, later) = three.end(order);
        assert_eq!(outcome.unwrap_err(), Planted(1900 + order[0] as u64));
        assert_eq!(later, (0, 2));
    }
}

pub(super) fn every_order_of_the_classes() {
    for order in ORDERS {
        step(format!(
            "an error, a panic, a cancel in the order {order:?}"
        ));
        let three = Three::start([Act::Fail(0), Act::Panic(1910), Act::Cancel]);
        let (outcome, later) = three.end(order);
        assert_eq!(outcome.unwrap_err(), Planted(1910));
        assert_eq!(later, (0, 0));
        step(format!("two errors and a cancel in the order {order:?}"));
        let three = Three::start([Act::Fail(0), Act::Cancel, Act::Fail(2)]);
        let (outcome, later) = three.end(order);
        let error = outcome.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed);
        assert!(
            [0, 2]
                .map(|at| Some(Planted(at)))
                .contains(&planted_in(&error))
        );
        if order[0] != 1 {
            assert_eq!(planted_in(&error), Some(Planted(order[0] as u64)));
        }
        assert_eq!(later, (1, 0));
        step(format!("cancels only, in the order {order:?}"));
        let three = Three::start([Act::Cancel; 3]);
        let (outcome, later) = three.end(order);
        assert_eq!(outcome.unwrap().unwrap_err().kind(), ErrorKind::Cancelled);
        assert_eq!(later, (0, 0));
    }
}

/// The workers of one region.
#[test]
fn r19_the_first_failure_of_two_workers() {
    crate::support::watchdog::watched(|| {
        for first in 0..2_u64 {
            let gates: [Gate; 2] = Default::default();
            let [one, two] = gates.clone();
            let cut = Gate::default();
            let opens = OpensAtEnd(cut.clone());
            let run = pipeline!(move || {
                from(0..2_usize)
                    >> fan_out(2)
                    >> for_each(|n: usize| {
                        [&one, &two][n].pass();
                        Err::<(), _>(Planted(n as u64))
                    })?;
                ticks(1h)
                    >> for_each(move |_| {
                        let _ = &opens;
                    });
            })
            .spawn();
            let control = run.control();
            for gate in &gates {
                gate.until_waiting(1);
            }
            let at = usize::try_from(first).unwrap();
            gates[at].open();
            cut.pass();
            gates[1 - at].open();
            let error = run.join().unwrap_err();
            assert_eq!(planted_in(&error), Some(Planted(first)));
            assert!(error.worker().is_some());
            assert_eq!(control.report().later_failures(), 1);
        }
    });
}

/// The caller's closure in `with_iter` panics, and so does the run.
#[test]
fn r19_a_panic_of_the_run_and_one_of_the_callers_closure() {
    crate::support::watchdog::watched(|| {
        let (gate, passes) = (Gate::default(), Gate::default());
        let seen = gate.clone();
        let payload = panic_of(|| {
            pipeline!(
                from(0..2_u8)
                    >> inspect(|n| if *n == 1 {
                        seen.note();
                        passes.pass();
                        Planted(1920).panic();
                    })
                    >> buffer(1)
            )
            .with_iter(|_| {
                gate.until_came(1);
                let _opens = OpensAtEnd(passes.clone());
                Planted(1921).panic();
            })
        });
        let planted: &Planted = payload.downcast_ref().unwrap();
        assert!([1920, 1921].contains(&planted.0));
    });
}
