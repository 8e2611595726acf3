//! A run starts with all of its threads or not at all; what is out of range is an error before that.

use crate::support::faults::{Planted, panic_of, planted_panic_of};
use crate::support::watchdog::watched;
use pipewright::ErrorKind;
use pipewright::prelude::*;
use std::error::Error as _;

/// A source that must not be pulled.
fn untouched() -> impl Iterator<Item = u64> {
    std::iter::from_fn(|| unreachable!("nothing may be pulled"))
}

fn untouched_by(_: u64) -> u64 {
    unreachable!("no closure may be called")
}

macro_rules! is_a_setting {
    ($stage:expr, $message:expr, $run:expr) => {{
        let error = $run.map(|_| ()).unwrap_err();
        assert_eq!(
            (error.kind(), error.stage()),
            (ErrorKind::Setting, Some($stage))
        );
        let text = error.to_string();
        assert!(text.contains($message), "{text}");
        error
    }};
}

#[test]
fn a_count_that_turns_out_to_be_zero_is_an_error_with_its_place() {
    watched(|| {
        let zero = std::hint::black_box(0);
        macro_rules! zero {
            ($stage:expr, $needs:expr, $($pipeline:tt)*) => {{
                let error = is_a_setting!($stage, $needs, pipeline!($($pipeline)*).run());
                assert!(error.location().unwrap().starts_with("tests/behaviour/start.rs:"));
            }};
        }
        zero!(
            "fan_out",
            "worker",
            from(untouched()) >> fan_out(zero) >> map(untouched_by) >> fan_in >> count
        );
        zero!(
            "fan_out",
            "worker",
            from(untouched()) >> fan_out(zero, ordered) >> map(untouched_by) >> fan_in >> count
        );
        zero!(
            "fan_out",
            "worker",
            from(untouched()) >> fan_out(zero) >> map(untouched_by) >> count
        );
        zero!("batch", "item", from(untouched()) >> batch(zero) >> count);
        zero!(
            "batch",
            "item",
            from(untouched()) >> batch(zero, 1s) >> count
        );
        zero!("buffer", "room", from(untouched()) >> buffer(zero) >> count);
        zero!(
            "step_by",
            "step",
            from(untouched()) >> step_by(zero) >> count
        );
        let error = pipeline!(from(untouched()) >> buffer(zero) >> fan_out(zero) >> count).run();
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Setting);
        let handle = pipeline!(move || from(untouched()) >> batch(zero) >> count).spawn();
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Setting);
        let mut items = pipeline!(move || from(untouched()) >> batch(zero)).iter();
        assert_eq!(
            items.next().unwrap().unwrap_err().kind(),
            ErrorKind::Setting
        );
        assert!(items.next().is_none());
    });
}

#[test]
fn the_first_zero_is_the_one_that_is_told() {
    watched(|| {
        let zero = std::hint::black_box(0);
        let run = pipeline!(from(untouched()) >> batch(zero) >> buffer(zero) >> count).run();
        is_a_setting!("batch", "`batch` needs at least one item, but has 0", run);
    });
}

#[test]
fn a_capacity_of_zero_is_an_error() {
    watched(|| {
        let run = pipeline!(from(untouched()) >> map(untouched_by) >> count)
            .capacity(0)
            .run();
        is_a_setting!("capacity", "room for at least one item", run);
        let run = pipeline!(from(untouched()) >> buffer(2) >> count)
            .capacity(0)
            .run();
        is_a_setting!("capacity", "room for at least one item", run);
        let run = pipeline!(from(untouched()))
            .capacity(0)
            .with_iter(|items| items.count());
        is_a_setting!("capacity", "room for at least one item", run);
    });
}

#[test]
fn a_capacity_that_no_machine_has_is_an_error() {
    watched(|| {
        let much = usize::MAX;
        let no_edge = "no edge can hold";
        let run =
            pipeline!(from(untouched()) >> fan_out(2) >> map(untouched_by) >> fan_in >> count)
                .capacity(much);
        is_a_setting!("capacity", no_edge, run.run());
        let run = pipeline!(
            from(untouched()) >> fan_out(2, ordered) >> map(untouched_by) >> fan_in >> count
        );
        is_a_setting!("capacity", no_edge, run.capacity(much).run());
        is_a_setting!(
            "capacity",
            no_edge,
            pipeline!(from(untouched()) >> buffer(much) >> count).run()
        );
        is_a_setting!(
            "capacity",
            no_edge,
            pipeline!(from(untouched()))
                .capacity(much)
                .with_iter(|items| items.count())
        );
        let mut items = pipeline!(move || from(untouched())).capacity(much).iter();
        is_a_setting!("capacity", no_edge, items.next().unwrap());
        // A chain without an edge does not mind.
        assert_eq!(
            pipeline!(from(0..3) >> count).capacity(much).run().unwrap(),
            3
        );
    });
}

/// More than any machine gives a thread.
const TOO_MUCH: usize = 1 << 46;

macro_rules! does_not_spawn {
    ($run:expr) => {{
        let error = $run.map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Spawn);
        assert!(error.source().unwrap().is::<std::io::Error>());
        assert!(
            error.to_string().contains("could not be started"),
            "{error}"
        );
        error
    }};
}

#[test]
#[cfg(target_os = "linux")]
fn a_thread_that_cannot_be_started_is_an_error_before_anything_is_pulled() {
    watched(|| {
        let run = pipeline!(from(untouched()) >> map(untouched_by) >> buffer(2) >> count)
            .stack_size(TOO_MUCH);
        assert_eq!(does_not_spawn!(run.run()).stage(), Some("map"));
        let run = pipeline!(from(untouched()) >> fan_out(3) >> map(untouched_by) >> count)
            .stack_size(TOO_MUCH);
        does_not_spawn!(run.named("mine").run());
        let handle = pipeline!(move || from(untouched()) >> count)
            .stack_size(TOO_MUCH)
            .spawn();
        assert!(handle.is_finished());
        does_not_spawn!(handle.join());
        does_not_spawn!(
            pipeline!(from(untouched()))
                .stack_size(TOO_MUCH)
                .with_iter(|_| -> () { unreachable!("there is nothing to take") })
        );
        let mut items = pipeline!(move || from(untouched()))
            .stack_size(TOO_MUCH)
            .iter();
        does_not_spawn!(items.next().unwrap());
        assert!(items.next().is_none());
        // A clock does not wait for what never begins.
        let clock = pipewright::test::TestClock::new();
        let handle = pipeline!(move || from(untouched()) >> count)
            .clock(&clock)
            .stack_size(TOO_MUCH)
            .spawn();
        clock.advance(std::time::Duration::from_secs(1));
        does_not_spawn!(handle.join());
        // A chain without a boundary needs no thread.
        assert_eq!(
            pipeline!(from(0..3) >> count)
                .stack_size(TOO_MUCH)
                .run()
                .unwrap(),
            3
        );
    });
}

#[test]
#[cfg(target_os = "linux")]
fn what_a_run_that_does_not_start_owns_is_dropped_once() {
    watched(|| {
        let ledger = crate::support::ledger::Ledger::default();
        let (a, b, c) = (ledger.item(0), ledger.item(1), ledger.item(2));
        let run = pipeline!(move || from(std::iter::once(a))
            >> buffer(1)
            >> inspect(move |_| assert!(b.is_here()))
            >> buffer(1)
            >> for_each(move |_| assert!(c.is_here())));
        does_not_spawn!(run.stack_size(TOO_MUCH).run());
        ledger.assert_all_dropped();
    });
}

#[test]
#[cfg(target_os = "linux")]
fn what_a_run_that_does_not_start_owns_may_panic_when_dropped() {
    watched(|| {
        let ledger = crate::support::ledger::Ledger::default();
        let [a, b, c] = [0, 1, 2].map(|id| ledger.item(id).panics_on_drop(Planted(1)));
        let run = pipeline!(move || from(0..3_u64)
            >> inspect(move |_| assert!(a.is_here()))
            >> buffer(1)
            >> inspect(move |_| assert!(b.is_here()))
            >> buffer(1)
            >> for_each(move |_| assert!(c.is_here())));
        assert_eq!(
            planted_panic_of(|| run.stack_size(TOO_MUCH).run()),
            Planted(1)
        );
        ledger.assert_all_dropped();
    });
}

#[test]
fn control_a_source_that_is_pulled_is_noticed() {
    watched(|| {
        let panic = panic_of(|| pipeline!(from(untouched()) >> count).run());
        let message = panic.downcast_ref::<&str>().unwrap();
        assert!(message.contains("nothing may be pulled"));
    });
}

#[test]
fn a_small_stack_is_enough_for_the_runtime_itself() {
    watched(|| {
        let count = pipeline!(from(0..100_u64) >> fan_out(2) >> map(|n| n) >> fan_in >> count);
        assert_eq!(count.stack_size(128 * 1024).run().unwrap(), 100);
    });
}

#[test]
#[allow(clippy::large_stack_arrays)] // it is what this is about
fn a_large_item_passes_through_every_kind_of_edge() {
    watched(|| {
        let sum = pipeline!(move || from(0..4_u8)
            >> map(|n| [n; 1 << 20])
            >> fan_out(2, ordered)
            >> map(|item| item)
            >> fan_in
            >> buffer(1)
            >> map(|item| u64::from(item[7]))
            >> sum::<u64>());
        // A megabyte on the stack several times over, in a debug build.
        assert_eq!(
            sum.capacity(2)
                .stack_size(128 << 20)
                .spawn()
                .join()
                .unwrap(),
            6
        );
    });
}
