//! R1 to R14: what a run that nobody disturbs does.

mod batches;
mod branches;
mod held;
mod merges;
mod order;
mod turns;

use crate::support::faults::{Planted, planted_panic_of};
use crate::support::watchdog::{step, watched};
use crate::topologies::{Case, Ended, Hooks, SINKS, Topology, Way, all};
use pipewright::{Done, ErrorKind};
use std::collections::BTreeSet;
use std::sync::Mutex;

/// The bounds that every topology is tried with.
const CAPACITIES: [usize; 3] = [1, 2, 64];

/// The numbers of items around a bound, and one that is far beyond.
fn counts(capacity: usize) -> BTreeSet<u64> {
    let bound = capacity as u64;
    BTreeSet::from([0, 1, 2, bound - 1, bound, bound + 1, 1000])
}

/// Every topology with every bound.
fn each_case(mut see: impl FnMut(&Topology, &Case)) {
    for topology in all() {
        for capacity in CAPACITIES {
            step(format!(
                "{} x {}, {capacity}",
                topology.name, topology.workers
            ));
            see(&topology, &topology.case(capacity));
        }
    }
}

/// The places of a topology at which a closure is called.
fn places(topology: &Topology) -> BTreeSet<usize> {
    let hooks = Hooks::plain();
    let outcome = topology.run(&topology.case(4), hooks.source(0..12), &hooks);
    topology.assert_complete(12, outcome, &hooks);
    hooks.calls().into_iter().map(|call| call.0).collect()
}

#[test]
fn r01_outputs_are_what_the_source_gave() {
    watched(|| {
        each_case(|topology, case| {
            for count in counts(case.capacity) {
                let count = count.min(topology.most);
                let hooks = Hooks::plain();
                let outcome = topology.run(case, hooks.source(0..count), &hooks);
                topology.assert_complete(count, outcome, &hooks);
                if topology.is_ordered && topology.copies == 1 && topology.has_one_sink() {
                    assert!(hooks.ledger.delivered().into_iter().eq(0..count));
                }
            }
        });
    });
}

#[test]
fn r02_a_finite_source_ends_the_run() {
    watched(|| {
        each_case(|topology, case| {
            for count in [0, 1, case.capacity as u64 + 1, 50] {
                let hooks = Hooks::plain();
                let items = held::asked_once_for_its_end(hooks.source(0..count));
                let outcome = topology.run(case, items, &hooks);
                topology.assert_complete(count, outcome, &hooks);
            }
        });
        merges::an_endless_source_is_ended_by_take();
    });
}

#[test]
fn r03_an_empty_source_calls_nothing() {
    watched(|| {
        each_case(|topology, case| {
            let hooks = Hooks::at(|place, item| panic!("place {place} got item {item}"));
            let outcome = topology.run(case, hooks.source(0..0), &hooks);
            topology.assert_complete(0, outcome, &hooks);
            assert_eq!(hooks.tails(), [0]);
        });
        batches::an_empty_source_gives_no_batch_and_calls_no_closure();
    });
}

/// How a run of R4 is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Error,
    Panic,
    Cancel,
}

#[test]
fn r04_the_tail_runs_once_and_on_ok_only() {
    watched(|| {
        each_case(|topology, case| {
            let hooks = Hooks::plain();
            let outcome = topology.run(case, hooks.source(0..20), &hooks);
            topology.assert_complete(20, outcome, &hooks);
            // Each sink had counted its last item.
            let sunk = hooks.calls().iter().filter(|call| call.0 > SINKS).count();
            assert_eq!(hooks.tails(), [sunk]);
        });
        for topology in all() {
            for place in places(&topology) {
                for ending in [Ending::Error, Ending::Panic, Ending::Cancel] {
                    step(format!("{} at {place}: {ending:?}", topology.name));
                    // The sinks of these topologies cannot fail.
                    if place < SINKS || ending != Ending::Error {
                        ends_without_a_tail(&topology, place, ending);
                    }
                }
            }
        }
    });
}

/// A run over an endless source, whose end comes at the third item of a place.
fn ends_without_a_tail(topology: &Topology, place: usize, ending: Ending) {
    let (closer, done) = Done::channel();
    let (closer, seen) = (Mutex::new(Some(closer)), Mutex::new(0));
    let hooks = Hooks::at(move |at, _| {
        if at != place {
            return Ok(());
        }
        let seen = {
            let mut seen = seen.lock().unwrap();
            *seen += 1;
            *seen
        };
        match ending {
            _ if seen != 3 => Ok(()),
            Ending::Error => Err(Planted(4)),
            Ending::Panic => Planted(4).panic(),
            Ending::Cancel => {
                drop(closer.lock().unwrap().take());
                Ok(())
            }
        }
    });
    let case = Case {
        done: Some(done),
        ..topology.case(2)
    };
    let run = || topology.run(&case, hooks.source(0..), &hooks);
    match ending {
        Ending::Error => assert_eq!(run().unwrap_err().kind(), ErrorKind::Failed),
        Ending::Panic => assert_eq!(planted_panic_of(run), Planted(4)),
        Ending::Cancel => assert_eq!(run().unwrap_err().kind(), ErrorKind::Cancelled),
    }
    assert!(hooks.tails().is_empty());
    hooks.ledger.assert_all_dropped();
    hooks.assert_nothing_is_owned();
}

#[test]
fn r05_a_closure_gets_each_item_once() {
    watched(|| {
        each_case(|topology, case| {
            let hooks = Hooks::plain();
            let outcome = topology.run(case, hooks.source(0..100), &hooks);
            topology.assert_complete(100, outcome, &hooks);
            topology.assert_each_got_its_items(100, &hooks);
            // A run whose times are taken is none the other.
            let case = Case {
                way: Way::Report,
                ..case.clone()
            };
            let hooks = Hooks::plain();
            let Ended::Report(outcome, report) = topology.go(&case, hooks.source(0..100), &hooks)
            else {
                panic!("a report was asked for");
            };
            topology.assert_complete(100, outcome, &hooks);
            topology.assert_each_got_its_items(100, &hooks);
            assert_eq!(report.discarded(), 0, "{report}");
        });
        // What is cut short gives no item twice either.
        for topology in all() {
            step(format!("{} fails", topology.name));
            let fails = |place, item| {
                if (place, item) == (1, 50) {
                    Err(Planted(50))
                } else {
                    Ok(())
                }
            };
            let hooks = Hooks::at(fails);
            let outcome = topology.run(&topology.case(2), hooks.source(0..100), &hooks);
            assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Failed);
            topology.assert_none_came_twice(&hooks);
        }
    });
}

#[test]
fn r06_no_more_items_are_held_than_the_graph_says() {
    watched(|| {
        for topology in all() {
            for capacity in [1, 2, 5] {
                for place in places(&topology) {
                    step(format!("{} at {place}, {capacity}", topology.name));
                    held::holds_what_the_graph_says(&topology, capacity, place);
                }
            }
        }
    });
}

#[test]
fn r07_a_sink_that_never_returns_stops_the_source() {
    watched(|| {
        each_case(held::a_sink_stops_the_source);
    });
}

#[test]
fn r08_a_run_goes_on_until_it_is_complete() {
    watched(|| {
        for topology in all() {
            for (turn, capacity) in turns::TURNS {
                step(format!(
                    "{} x {}, {turn:?}",
                    topology.name, topology.workers
                ));
                turns::completes(&topology, capacity, turn);
            }
        }
        order::a_run_completes_whichever_worker_ends_first();
    });
}

#[test]
fn r09_a_region_has_all_its_workers_and_a_section_one() {
    watched(|| {
        each_case(|topology, case| {
            turns::is_entered_by_no_more_than_there_are(topology, case);
            turns::all_workers_work(topology, case);
        });
    });
}

#[test]
fn r10_ordered_regions_keep_the_order() {
    watched(|| {
        each_case(|topology, case| {
            let hooks = Hooks::plain();
            let outcome = topology.run(case, hooks.source(0..200), &hooks);
            topology.assert_complete(200, outcome, &hooks);
            for place in places(topology) {
                let is_alone = topology.workers == 1 || !topology.in_region.contains(&place);
                if topology.is_ordered && is_alone {
                    assert!(hooks.calls_at(place).is_sorted(), "{place}");
                }
            }
        });
        order::the_order_is_kept_whichever_worker_ends_first();
        order::no_more_enter_than_the_window_holds();
        order::none_one_or_several_for_one_stay_together();
    });
}

#[test]
fn r11_every_branch_of_a_tee_sees_the_same() {
    watched(branches::a_tee_gives_the_same_to_all);
}

#[test]
fn r12_a_branch_that_ends_leaves_the_others_alone() {
    watched(|| {
        branches::the_others_of_a_tee_go_on();
        branches::the_others_of_a_partition_go_on();
        branches::the_others_of_a_route_go_on();
        branches::the_other_of_a_split_result_goes_on();
        branches::the_other_of_an_unzip_goes_on();
        branches::a_source_stops_when_all_have_ended();
    });
}

#[test]
fn r13_batches_are_full_but_the_last() {
    watched(|| {
        batches::batches_are_the_input();
        batches::each_worker_of_a_region_has_one_that_is_short();
        batches::a_batch_goes_on_when_its_time_is_up();
        batches::the_open_batch_is_given_at_a_drain();
    });
}

#[test]
fn r13_nothing_comes_behind_the_end_of_a_stream() {
    watched(batches::an_end_is_an_end);
}

#[test]
fn r14_a_merge_ends_with_its_last_input() {
    watched(|| {
        merges::all_items_of_all_inputs_in_their_own_order();
        merges::it_ends_with_the_last_whichever_that_is();
    });
}
