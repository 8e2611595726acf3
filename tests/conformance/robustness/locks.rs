//! R31: controls that are used while user code runs, and after it has panicked.

use crate::support::faults::{Planted, panic_of};
use crate::support::gate::Gate;
use crate::support::watchdog::step;
use pipewright::prelude::*;
use pipewright::{Control, ErrorKind};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// The control of the run that the closures of that run use.
#[derive(Clone, Default)]
pub(super) struct Own(pub(super) Arc<OnceLock<Control>>);

/// What is said to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Report,
    Stop,
    StopWithin,
    Cancel,
    All,
}

pub(super) const USES: [Use; 5] = [
    Use::Report,
    Use::Stop,
    Use::StopWithin,
    Use::Cancel,
    Use::All,
];

impl Use {
    pub(super) fn by(self, control: &Control) {
        if matches!(self, Self::Report | Self::All) {
            drop(control.report());
        }
        if matches!(self, Self::Stop | Self::All) {
            control.stop();
        }
        if matches!(self, Self::StopWithin | Self::All) {
            control.stop_within(Duration::from_hours(1));
        }
        if matches!(self, Self::Cancel | Self::All) {
            control.cancel();
        }
    }

    pub(super) fn is_cancel(self) -> bool {
        matches!(self, Self::Cancel | Self::All)
    }
}

/// A failure, or an item, or something captured, whose drop does what it is told to.
pub(super) struct DropsWith(Arc<dyn Fn() + Send + Sync>);

impl DropsWith {
    pub(super) fn new(work: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(work))
    }
}

/// A closure that calls this owns it.
pub(super) fn own(_: &DropsWith) {}

impl Drop for DropsWith {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl fmt::Debug for DropsWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DropsWith")
    }
}

impl fmt::Display for DropsWith {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a failure")
    }
}

impl std::error::Error for DropsWith {}

/// Two workers fail; what drops the second failure is the runtime, and that drop uses the run's control.
pub(super) fn while_a_later_failure_is_dropped() {
    for said in USES {
        step(format!("{said:?} while a later failure is dropped"));
        let (own, gate, drops) = (
            Own::default(),
            Gate::default(),
            Arc::new(AtomicUsize::new(0)),
        );
        let (control, both, counts) = (own.clone(), gate.clone(), Arc::clone(&drops));
        let run = pipeline!(move || from(0..2_u8)
            >> fan_out(2)
            >> for_each(|_| {
                both.pass();
                let (control, counts) = (control.clone(), Arc::clone(&counts));
                Err::<(), _>(DropsWith::new(move || {
                    said.by(control.0.wait());
                    counts.fetch_add(1, Ordering::SeqCst);
                }))
            })?)
        .spawn();
        assert!(own.0.set(run.control()).is_ok());
        gate.until_waiting(2);
        gate.open();
        let error = run.join().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed);
        assert_eq!(drops.load(Ordering::SeqCst), 1, "the later one");
        drop(error);
        assert_eq!(drops.load(Ordering::SeqCst), 2);
    }
}

/// User code stands still at one place, and everything can be said to the run from outside meanwhile.
pub(super) fn while_user_code_waits() {
    macro_rules! waits {
        (|$gate:ident, $drops:ident| { $($pipeline:tt)* }) => {
            for said in USES {
                step(format!("{said:?} while it stands in {}", stringify!($($pipeline)*)));
                let gate = Gate::default();
                let ($gate, drop_gate) = (gate.clone(), gate.clone());
                // Stands where it is dropped.
                let $drops = DropsWith::new(move || drop_gate.pass());
                let run = pipeline!(move || { $($pipeline)* }).capacity(1).spawn();
                gate.until_waiting(1);
                let control = run.control();
                // On a thread of its own, so that what it leaves behind is not this thread's.
                std::thread::scope(|scope| {
                    scope.spawn(|| said.by(&control));
                });
                said.by(&control);
                gate.open();
                if let Err(error) = run.join().map(|_| ()) {
                    assert!([ErrorKind::Cancelled, ErrorKind::Failed].contains(&error.kind()), "{error}");
                }
                said.by(&control);
            }
        };
    }
    waits!(|gate, drops| {
        from((0..3_u8).inspect(move |_| gate.pass()))
            >> buffer(1)
            >> for_each(move |_| own(&drops));
    });
    waits!(|gate, drops| {
        from(0..3_u8) >> map(move |_| gate.pass()) >> buffer(1) >> for_each(move |()| own(&drops));
    });
    waits!(|gate, drops| {
        from(0..3_u8)
            >> fan_out(2)
            >> map(|_| gate.pass())
            >> fan_in
            >> for_each(move |()| own(&drops));
    });
    waits!(|gate, drops| {
        from(0..3_u8)
            >> fan_out(2, ordered)
            >> map(|_| gate.pass())
            >> fan_in
            >> for_each(move |()| own(&drops));
    });
    waits!(|gate, drops| {
        from(0..3_u8)
            >> inspect(move |_| own(&drops))
            >> buffer(1)
            >> for_each(move |_| gate.pass());
    });
    // Something captured, and an item that was left in an edge.
    waits!(|_gate, drops| {
        from(0..3_u8) >> inspect(move |_| own(&drops)) >> buffer(1) >> for_each(drop);
    });
    waits!(|_gate, drops| {
        from([Some(drops), None, None])
            >> buffer(1)
            >> map(|item| if item.is_some() { Err("no") } else { Ok(()) })?
            >> for_each(drop);
    });
    waits!(|gate, drops| {
        let (a, b) = from([Some(drops), None, None])
            >> partition(move |_| {
                gate.pass();
                true
            });
        a >> take(0) >> for_each(drop);
        b >> for_each(drop);
    });
}

/// A panic leaves nothing behind at which another call would panic, or wait.
pub(super) fn after_a_panic() {
    for said in USES {
        step(format!("{said:?} while a panic unwinds, and after it"));
        let own = Own::default();
        let control = own.clone();
        let run = pipeline!(move || from(0..9_u8)
            >> buffer(1)
            >> map(move |n| {
                let control = control.clone();
                let _unwinds = DropsWith::new(move || said.by(control.0.wait()));
                if n == 3 {
                    Planted(31).panic();
                }
                n
            })
            >> buffer(1)
            >> for_each(drop))
        .spawn();
        let control = run.control();
        assert!(own.0.set(control.clone()).is_ok());
        if said == Use::Report {
            assert_eq!(panic_of(|| run.join()).downcast_ref(), Some(&Planted(31)));
        } else {
            // It may have ended in front of the item that panics.
            drop(run);
        }
        for said in USES {
            said.by(&control);
        }
    }
}
