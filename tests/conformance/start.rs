//! R27 to R30: before the first item.

mod alone;
mod settings;
mod threads;

use crate::support::faults::Planted;
use crate::support::watchdog::{step, watched};
use crate::topologies::{Case, Ended, Hooks, Items, Topology, Way, all};
use pipewright::{Done, ErrorKind};
use std::sync::Arc;

/// Closures that must not be called; a run that calls one ends.
fn untouched() -> Arc<Hooks> {
    Hooks::at(|_, _| Err(Planted(0)))
}

/// Nothing was pulled and no closure called, and what the source and the closures owned is gone.
fn assert_untouched(topology: &Topology, hooks: &Hooks) {
    let name = topology.name;
    assert!(hooks.ledger.pulled() <= topology.outside, "{name}: pulled");
    assert_eq!(hooks.calls(), [], "{name}: called");
    assert!(hooks.tails().is_empty(), "{name}: the tail ran");
    hooks.ledger.assert_all_dropped();
    hooks.assert_nothing_is_owned();
    assert!(hooks.owned.pulled() > 0, "{name}: owned");
}

/// A source that must not be pulled; each pull makes an item of the ledger.
fn ten(hooks: &Hooks) -> Items {
    hooks.source(0..10)
}

#[test]
fn r27_all_threads_stand_before_the_source_is_pulled() {
    alone::in_a_process_of_its_own(|| {
        threads::all_stand_when_the_source_is_pulled();
        threads::none_of_them_can_be_started();
    });
    threads::the_next_one_cannot_be_started();
}

#[test]
fn r28_a_closed_done_channel_starts_nothing() {
    watched(|| {
        for topology in all() {
            for dones in [closed(), Done::or([closed(), Done::or([])])] {
                step(topology.name);
                let case = Case {
                    done: Some(dones),
                    ..topology.case(2)
                };
                let hooks = untouched();
                let outcome = topology.run(&case, ten(&hooks), &hooks);
                assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Cancelled);
                assert_untouched(&topology, &hooks);
            }
        }
        settings::a_closed_done_channel_also_ends_a_spawned_run_and_a_stream();
    });
}

fn closed() -> Done {
    let (closer, done) = Done::channel();
    closer.close();
    done
}

#[test]
fn r29_a_zero_is_an_error_before_the_start() {
    alone::in_a_process_of_its_own(|| {
        settings::a_zero_or_too_much_is_an_error_for_every_topology();
        settings::every_count_and_every_time_is_looked_at();
    });
}

#[test]
fn r30_building_does_nothing() {
    alone::in_a_process_of_its_own(|| {
        for topology in all() {
            step(topology.name);
            let hooks = untouched();
            let case = Case {
                way: Way::Drop,
                ..topology.case(2)
            };
            let ended = topology.go(&case, ten(&hooks), &hooks);
            assert!(matches!(ended, Ended::Dropped));
            assert_untouched(&topology, &hooks);
            // Looking at the graph does no more.
            let case = Case {
                way: Way::Graph,
                ..case
            };
            let hooks = untouched();
            let ended = topology.go(&case, ten(&hooks), &hooks);
            assert!(matches!(ended, Ended::Graph(_)));
            assert_untouched(&topology, &hooks);
        }
        settings::building_an_open_pipeline_does_nothing();
        assert_eq!(pipewright::__private::counts(), (0, 0), "threads");
    });
}
