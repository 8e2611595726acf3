//! Counts, capacities and times that are out of range, and other ways to run what must not begin.

use super::{assert_untouched, closed, ten, untouched};
use crate::support::threads::Threads;
use crate::support::watchdog::step;
use crate::topologies::{Case, Topology, all};
use pipewright::prelude::*;
use pipewright::{Error, ErrorKind};
use std::time::Duration;

/// A source that must not be pulled.
fn nothing() -> impl Iterator<Item = u64> + Send {
    std::iter::from_fn(|| unreachable!("nothing may be pulled"))
}

/// A closure that must not be called.
fn never(_: u64) -> u64 {
    unreachable!("no closure may be called")
}

/// The run ends as a setting of one of these stages that is out of range, before any thread of it starts.
fn assert_setting(topology: &Topology, case: &Case, stages: &[&str]) {
    step(format!("{}, {stages:?}", topology.name));
    let (hooks, counts) = (untouched(), Threads::count());
    let error = topology.run(case, ten(&hooks), &hooks).unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Setting,
        "{}: {error}",
        topology.name
    );
    assert!(
        error.stage().is_some_and(|stage| stages.contains(&stage)),
        "{error}"
    );
    assert_eq!(counts.started_and_joined(), 0, "{}", topology.name);
    assert_untouched(topology, &hooks);
}

pub(super) fn a_zero_or_too_much_is_an_error_for_every_topology() {
    for topology in all() {
        // A `buffer(bound)` is told instead, where a topology has one.
        assert_setting(&topology, &topology.case(0), &["capacity", "buffer"]);
        let much = topology.case(usize::MAX);
        if topology.graph(&much).threads() > 1 {
            assert_setting(&topology, &much, &["capacity"]);
        }
        if !topology.in_region.is_empty() {
            // So many workers would need a window that no edge can hold, where the region is ordered.
            for (workers, stages) in [
                (0, &["fan_out"][..]),
                (usize::MAX, &["fan_out", "capacity"]),
            ] {
                let case = Case {
                    workers,
                    ..topology.case(2)
                };
                assert_setting(&topology, &case, stages);
            }
        }
    }
}

pub(super) fn every_count_and_every_time_is_looked_at() {
    let zero = std::hint::black_box(0_usize);
    let at_once = std::hint::black_box(Duration::ZERO);
    let counts = Threads::count();
    macro_rules! settings {
        ($($stage:literal: $outcome:expr;)*) => {{
            $(
                step($stage);
                let outcome: Result<(), Error> = $outcome.map(drop);
                let error = outcome.unwrap_err();
                assert_eq!((error.kind(), error.stage()), (ErrorKind::Setting, Some($stage)));
                assert_eq!(counts.started_and_joined(), 0, "{}", $stage);
            )*
        }};
    }
    settings! {
        "buffer": pipeline!(from(nothing()) >> buffer(zero) >> map(never) >> count).run();
        "buffer": pipeline!(from(nothing()) >> buffer(zero, drop_oldest) >> map(never) >> count).run();
        "buffer": pipeline!(from(nothing()) >> buffer(zero, drop_newest) >> map(never) >> count).run();
        "batch": pipeline!(from(nothing()) >> batch(zero) >> count).run();
        "batch": pipeline!(from(nothing()) >> batch(zero, 1s) >> count).run();
        "batch": pipeline!(from(nothing()) >> batch(2, at_once) >> count).run();
        "batch": pipeline!(from(nothing()) >> fan_out(2) >> batch(zero) >> fan_in >> count).run();
        "ticks": pipeline!(ticks(at_once) >> take(1) >> map(|_| unreachable!("there is no tick")) >> for_each(|()| ())).run();
        "step_by": pipeline!(from(nothing()) >> step_by(zero) >> map(never) >> count).run();
        "fan_out": pipeline!(from(nothing()) >> fan_out(zero, by = |n| *n) >> map(never) >> fan_in >> count).run();
        "fan_out": pipeline!(from(nothing()) >> buffer(1) >> fan_out(zero) >> any(|_| true)).run();
    }
    // The first one is told; and a run of its own says it as well.
    settings! {
        "batch": pipeline!(from(nothing()) >> batch(zero) >> buffer(zero) >> count).run();
    }
    // The thread that a run has of its own, where it has one, is not the run's: it is what says no.
    let run = pipeline!(move || from(nothing()) >> buffer(zero) >> count).spawn();
    assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Setting);
    let mut items = pipeline!(move || from(nothing()) >> buffer(zero) >> map(never)).iter();
    let error = items.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Setting);
    assert!(items.next().is_none());
    drop(items);
    let stream = pipeline!(from(nothing()) >> fan_out(zero) >> map(never) >> fan_in);
    let outcome = stream.with_iter(|items| items.count());
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Setting);
    assert!(counts.started_and_joined() <= 3);
}

pub(super) fn a_closed_done_channel_also_ends_a_spawned_run_and_a_stream() {
    step("spawn");
    let run = pipeline!(move || from(nothing()) >> buffer(2) >> map(never) >> count);
    let run = run.cancel_on(closed()).spawn();
    assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
    step("iter");
    let mut items = pipeline!(move || from(nothing()) >> map(never))
        .cancel_on(closed())
        .iter();
    assert_eq!(
        items.next().unwrap().unwrap_err().kind(),
        ErrorKind::Cancelled
    );
    assert!(items.next().is_none());
    step("with_iter");
    let outcome = pipeline!(from(nothing()) >> map(never)).cancel_on(closed());
    let outcome = outcome.with_iter(|items| items.count());
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Cancelled);
    step("one of two");
    let (_closer, open) = Done::channel();
    let run = pipeline!(from(nothing()) >> map(never) >> count);
    let outcome = run.cancel_on(open).cancel_on(closed()).run();
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Cancelled);
}

pub(super) fn building_an_open_pipeline_does_nothing() {
    step("a stream");
    let hooks = untouched();
    let source = ten(&hooks);
    let held = hooks.owned.item(99);
    drop(pipeline!(move || from(source)
        >> fan_out(2)
        >> inspect(|_| assert!(held.is_here()))
        >> fan_in));
    hooks.assert_nothing_is_owned();
    assert_eq!(hooks.ledger.pulled(), 0);
}
