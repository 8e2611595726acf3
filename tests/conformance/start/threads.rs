//! All threads of a run stand before anything moves, or none of it does.

use super::alone::{assert_passed, part, run_part};
use super::{assert_untouched, ten, untouched};
use crate::support::threads::Threads;
use crate::support::watchdog::{step, watched};
use crate::topologies::{Case, Hooks, Items, Topology, all};
use pipewright::prelude::*;
use pipewright::{Error, ErrorKind};
use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The number of threads that have been started, when the first item is pulled, is that of the graph.
pub(super) fn all_stand_when_the_source_is_pulled() {
    for topology in all() {
        step(format!("{} x {}", topology.name, topology.workers));
        let case = topology.case(2);
        let threads = topology.graph(&case).threads() - 1;
        let (hooks, seen) = (Hooks::plain(), Arc::new(AtomicUsize::new(usize::MAX)));
        let counts = Threads::count();
        let items = looks_when_pulled(ten(&hooks), Arc::clone(&seen));
        let outcome = topology.run(&case, items, &hooks);
        topology.assert_complete(10, outcome, &hooks);
        counts.started_and_joined();
        // The feeder of a channel outside pulls whenever it likes.
        if topology.outside == 0 {
            assert_eq!(seen.load(Ordering::SeqCst), threads, "{}", topology.name);
        }
    }
}

/// Keeps how many threads had been started when the first item was pulled.
fn looks_when_pulled(items: Items, seen: Arc<AtomicUsize>) -> Items {
    let before = pipewright::__private::counts().0;
    let mut is_first = true;
    Box::new(items.inspect(move |_| {
        if std::mem::take(&mut is_first) {
            let now = pipewright::__private::counts().0;
            seen.store(now - before, Ordering::SeqCst);
        }
    }))
}

/// More than any machine gives a thread.
const TOO_MUCH: usize = 1 << 46;

/// The first thread cannot be started, which is how it is on every system with so large a stack.
#[cfg(target_os = "linux")]
pub(super) fn none_of_them_can_be_started() {
    for topology in all() {
        step(topology.name);
        let case = Case {
            stack_size: Some(TOO_MUCH),
            ..topology.case(2)
        };
        if topology.graph(&case).threads() > 1 {
            assert_eq!(fails_to_start(&topology, &case), 0);
        }
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn none_of_them_can_be_started() {}

/// Runs what cannot start, and gives how many threads stood.
fn fails_to_start(topology: &Topology, case: &Case) -> usize {
    let (hooks, counts) = (untouched(), Threads::count());
    let error = topology.run(case, ten(&hooks), &hooks).unwrap_err();
    assert_spawn(&error);
    assert_untouched(topology, &hooks);
    counts.started_and_joined()
}

fn assert_spawn(error: &Error) {
    assert_eq!(error.kind(), ErrorKind::Spawn, "{error}");
    let source = error.source();
    assert!(
        source.is_some_and(<dyn std::error::Error>::is::<std::io::Error>),
        "{error}"
    );
    assert!(
        error.stage().is_some_and(|stage| !stage.is_empty()),
        "{error}"
    );
}

/// The threads of the run below, by the names of their stages.
const NAMES: [&str; 6] = ["inspect", "filter", "map#0", "map#1", "skip", "step_by"];

/// What each thread asks for; much more than all the rest of the process.
const STACK: usize = 1 << 30;

/// Runs where there is room for so many threads and no more: the next one is the error.
fn stands_with(threads: usize) {
    let (hooks, counts) = (untouched(), Threads::count());
    let [a, b, c, d] = [1, 2, 3, 4].map(|_| hooks.owned.item(0));
    let (ledger, source) = (&hooks.ledger, ten(&hooks));
    let error = pipeline!(move || from(source)
        >> inspect(|_| assert!(!a.is_here()))
        >> buffer(2)
        >> filter(|_| !b.is_here())
        >> fan_out(2)
        >> map(|item| if c.is_here() { unreachable!() } else { item })
        >> fan_in
        >> skip(1)
        >> buffer(2)
        >> step_by(2)
        >> buffer(2)
        >> for_each(|item| if d.is_here() {
            unreachable!()
        } else {
            ledger.deliver(item);
        }))
    .stack_size(STACK)
    .run()
    .unwrap_err();
    assert_spawn(&error);
    assert_eq!(error.stage(), Some(NAMES[threads]));
    assert_eq!(counts.started_and_joined(), threads);
    assert_eq!(hooks.ledger.pulled(), 0);
    hooks.assert_nothing_is_owned();
}

/// Every number of threads that the system may give before it says no, under its own limit.
#[cfg(target_os = "linux")]
pub(super) fn the_next_one_cannot_be_started() {
    match part().map(|part| part.parse()) {
        None => {
            for threads in 0..NAMES.len() {
                // Room for so many stacks, and half of one for all the rest.
                let kib = (STACK / 1024) * threads + STACK / 2048;
                let limited = format!("ulimit -v {kib} && exec \"$0\" \"$@\"");
                let output = run_part(&["sh", "-c", &limited], &threads.to_string());
                assert_passed(&output);
            }
        }
        Some(Ok(threads)) => watched(move || stands_with(threads)),
        Some(Err(_)) => {}
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn the_next_one_cannot_be_started() {}
