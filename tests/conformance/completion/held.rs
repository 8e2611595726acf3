//! What a run holds while one of its closures does not return.

use crate::asleep::{until_nothing_moves, until_nothing_moves_or};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::topologies::{Case, Hooks, Items, SINKS, Topology};
use pipewright::{Done, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, yield_now};

/// The same items; but after its end the source must not be asked again.
pub(super) fn asked_once_for_its_end(items: Items) -> Items {
    let mut items = Some(items);
    Box::new(std::iter::from_fn(move || {
        let inner = items.as_mut().expect("it had ended");
        let item = inner.next();
        if item.is_none() {
            items = None;
        }
        item
    }))
}

/// Runs on a thread of that name while the test looks on; gives the outcome.
pub(super) fn while_it_runs<T: Send>(
    name: &str,
    run: impl FnOnce() -> T + Send,
    look: impl FnOnce(),
) -> T {
    std::thread::scope(|scope| {
        let named = Builder::new().name(name.to_owned());
        let runner = named
            .spawn_scoped(scope, run)
            .expect("a test gets a thread");
        look();
        runner
            .join()
            .unwrap_or_else(|payload| std::panic::resume_unwind(payload))
    })
}

/// The first call at a place does not return until nothing moves any more.
pub(super) fn holds_what_the_graph_says(topology: &Topology, capacity: usize, place: usize) {
    let case = Case {
        name: Some("r06"),
        ..topology.case(capacity)
    };
    let graph = topology.graph(&case);
    let most = graph.max_in_flight() + topology.outside;
    // What a `select` has pushed and not yet given is one of the things that the graph cannot see.
    assert_eq!(graph.is_opaque(), topology.name == "partition > select");
    if graph.is_opaque() {
        return;
    }
    let count = 2 * most as u64 + 20;

    let (gate, first) = (Gate::default(), AtomicBool::new(true));
    let _opens = OpensAtEnd(gate.clone());
    let waits = gate.clone();
    let hooks = Hooks::at(move |at, _| {
        if at == place && first.swap(false, Ordering::Relaxed) {
            waits.pass();
        }
        Ok(())
    });
    let look = || {
        let _opens = OpensAtEnd(gate.clone());
        gate.until_waiting(1);
        until_nothing_moves("r06", || hooks.ledger.pulled());
        let live = hooks.ledger.most_live();
        assert!(live <= most, "{live} held, {most} are allowed\n{graph}");
    };
    let outcome = while_it_runs(
        "r06",
        || topology.run(&case, hooks.source(0..count), &hooks),
        look,
    );
    topology.assert_complete(count, outcome, &hooks);
    let live = hooks.ledger.most_live();
    assert!(live <= most, "{live} held, {most} are allowed\n{graph}");
}

/// No sink returns from its first item until the source stands still.
pub(super) fn a_sink_stops_the_source(topology: &Topology, case: &Case) {
    let (closer, done) = Done::channel();
    let case = Case {
        name: Some("r07"),
        done: Some(done),
        ..case.clone()
    };
    let graph = topology.graph(&case);
    let most = graph.max_in_flight() + topology.outside;
    let gate = Gate::default();
    let waits = gate.clone();
    let hooks = Hooks::at(move |at, _| {
        if at > SINKS {
            waits.pass();
        }
        Ok(())
    });
    let look = || {
        let _opens = OpensAtEnd(gate.clone());
        gate.until_waiting(1);
        // It gets so far, and no further.
        while topology.is_plain() && hooks.ledger.pulled() < most {
            yield_now();
        }
        let pulled = until_nothing_moves_or("r07", || hooks.ledger.pulled(), |n| *n > most);
        closer.close();
        assert!(
            pulled <= most,
            "{pulled} were pulled, {most} are allowed\n{graph}"
        );
    };
    let run = || topology.run(&case, hooks.source(0..), &hooks);
    let outcome = while_it_runs("r07", run, look);
    assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Cancelled);
    hooks.ledger.assert_all_dropped();
    assert!(Arc::strong_count(&hooks) == 1);
}
