//! R36: runs that wait, in a process of their own.

use crate::asleep::{until_asleep, worked};
use crate::support::gate::Gate;
use crate::support::watchdog::step;
use crossbeam_channel::{bounded, unbounded};
use pipewright::prelude::*;
use std::time::Duration;

/// For a second, all of them together as long as one of them may.
pub(super) fn runs_of_every_kind() {
    let gate = Gate::default();
    let (tx, rx) = bounded::<u8>(1);
    let (full, _kept) = bounded(1);
    let (inner_tx, inner) = unbounded::<u8>();
    let mut runs = Vec::new();
    macro_rules! idle {
        ($($setting:ident($($value:expr)?))*; $($pipeline:tt)*) => {
            runs.push(pipeline!(move || { $($pipeline)* }).named("idle").capacity(1)$(.$setting($($value)?))*.spawn());
        };
    }
    let (a, b, c, d) = (gate.clone(), gate.clone(), gate.clone(), gate.clone());
    idle!(; from(0_u64..) >> buffer(1) >> map(|n| n) >> buffer(1) >> for_each(move |_| a.pass()););
    idle!(; from(0_u64..) >> fan_out(2) >> map(|n| n) >> fan_in >> for_each(move |_| b.pass()););
    idle!(; from(0_u64..) >> fan_out(2, ordered) >> map(|_| c.pass()) >> fan_in >> for_each(drop););
    idle!(; from(0_u64..) >> fan_out(2, by = |_| 0) >> map(|_| d.pass()) >> for_each(drop););
    let (one, two) = (rx.clone(), rx.clone());
    idle!(; receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> for_each(drop););
    idle!(; ticks(1h) >> batch(3, 1h) >> for_each(drop););
    idle!(; from(0_u64..) >> buffer(1) >> send(full););
    idle!(; from([inner]) >> bridge >> or_done(Done::or([])) >> for_each(drop););
    idle!(;
        let a = receive(one);
        let b = ticks(1h);
        (a, b) >> select((), |(), _, _: &mut pipewright::Emitter<u8>| (), |(), _, _| ()) >> for_each(drop);
    );
    let (_closer, done) = Done::channel();
    idle!(cancel_on(&done) timeout(Duration::from_hours(1)) measured(); receive(two) >> buffer(1) >> for_each(drop););
    runs[0].control().stop_within(Duration::from_hours(1));
    let mut items = pipeline!(move || from(0_u64..) >> map(|n| n))
        .named("idle")
        .capacity(1)
        .iter();
    assert!(items.next().is_some());
    step("they go to sleep");
    until_asleep("idle");
    let before = worked("idle");
    std::thread::sleep(Duration::from_secs(1));
    let after = worked("idle");
    step("they end");
    for run in &runs {
        run.control().cancel();
    }
    gate.open();
    drop((runs, items, tx, inner_tx));
    // Where the system does not say, there is nothing to see.
    if let (Some(before), Some(after)) = (before, after) {
        let worked = Duration::from_nanos(after - before);
        assert!(worked <= Duration::from_millis(5), "{worked:?} in a second");
    }
}
