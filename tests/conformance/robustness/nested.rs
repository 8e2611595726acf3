//! R32: runs inside of runs.

use crate::support::faults::{Planted, planted_in, planted_panic_of};
use crate::support::gate::Gate;
use crate::support::watchdog::step;
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use pipewright::{Closer, Error, ErrorKind};
use std::error::Error as _;
use std::sync::Mutex;

/// How each of three runs ended, the innermost first.
type Ends = Mutex<Vec<ErrorKind>>;

/// A run that ends by its done channel only, `depth` runs inside of it, all of which end by children of that channel.
fn waits(depth: usize, done: &Done, ends: &Ends, innermost: &Gate) -> Result<(), Error> {
    let (_closer, child) = done.child();
    let (_never, rx) = bounded::<u8>(0);
    let run = || {
        if depth == 0 {
            innermost.note();
        } else {
            waits(depth - 1, &child, ends, innermost).unwrap_err();
        }
    };
    let outcome = pipeline!({
        from([0]) >> fan_out(2) >> for_each(|_: u8| run());
        receive(rx) >> buffer(1) >> for_each(drop);
    })
    .cancel_on(&child)
    .run();
    let kind = outcome.as_ref().unwrap_err().kind();
    ends.lock().unwrap().push(kind);
    outcome
}

pub(super) fn a_parent_ends_the_runs_inside() {
    for closes in [Closer::close, drop] {
        step("a parent of three runs");
        let (closer, done) = Done::channel();
        let (ends, innermost) = (Ends::default(), Gate::default());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                innermost.until_came(1);
                closes(closer);
            });
            let error = waits(2, &done, &ends, &innermost).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Cancelled);
        });
        assert_eq!(*ends.lock().unwrap(), [ErrorKind::Cancelled; 3]);
    }
    step("a parent that is closed already");
    let (closer, done) = Done::channel();
    closer.close();
    let ends = Ends::default();
    let error = waits(2, &done, &ends, &Gate::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
    // Nothing was begun, so there was nothing inside.
    assert_eq!(ends.lock().unwrap().len(), 1);
}

/// What closes a run inside leaves those around it alone.
pub(super) fn a_child_ends_alone() {
    step("a child alone");
    let (_closer, done) = Done::channel();
    let inner = |n: u64| {
        let (closer, child) = done.child();
        let mut closer = Some(closer);
        let run = pipeline!(
            from(0_u64..)
                >> buffer(1)
                >> for_each(|at| if at == n {
                    drop(closer.take());
                })
        );
        run.cancel_on(child).run().unwrap_err().kind()
    };
    let outer =
        pipeline!(from(0..9_u64) >> fan_out(2) >> map(inner) >> fan_in >> collect::<Vec<_>>());
    assert_eq!(
        outer.cancel_on(&done).run().unwrap(),
        [ErrorKind::Cancelled; 9]
    );
    assert!(!done.is_closed());
}

/// Three runs deep, each with threads of its own.
fn deep(depth: usize, innermost: &(dyn Fn() -> Result<(), Planted> + Sync)) -> Result<(), Error> {
    if depth == 0 {
        return pipeline!(from([0]) >> buffer(1) >> for_each(|_: u8| innermost())?).run();
    }
    pipeline!(
        from([0])
            >> fan_out(2)
            >> map(|_: u8| deep(depth - 1, innermost))?
            >> fan_in
            >> for_each(drop)
    )
    .run()
}

pub(super) fn failures_and_panics_come_out_of_the_innermost() {
    step("a panic three runs deep");
    assert_eq!(
        planted_panic_of(|| deep(2, &|| Planted(32_000).panic())),
        Planted(32_000)
    );
    assert_eq!(Planted(32_000).seen_by_hook(), 1);
    step("an error three runs deep");
    let error = deep(2, &|| Err(Planted(3))).unwrap_err();
    let mut inner = &error;
    for _ in 0..2 {
        assert_eq!(
            (inner.kind(), inner.stage()),
            (ErrorKind::Failed, Some("map"))
        );
        inner = inner.source().unwrap().downcast_ref().unwrap();
    }
    assert_eq!(
        (inner.stage(), planted_in(inner)),
        (Some("for_each"), Some(Planted(3)))
    );
    step("all goes well three runs deep");
    deep(2, &|| Ok(())).unwrap();
}
