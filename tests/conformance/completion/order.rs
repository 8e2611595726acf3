//! Ordered regions, whichever of their workers is the fastest.

use super::held::while_it_runs;
use crate::asleep::until_nothing_moves;
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::step;
use crate::topologies::{Case, Hooks, Topology, all};
use pipewright::prelude::*;
use std::sync::Arc;

const WORKERS: usize = 4;

/// All orders of so many things.
fn permutations(things: &[usize]) -> Vec<Vec<usize>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let with_first = |first: usize| {
        let rest: Vec<usize> = things
            .iter()
            .copied()
            .filter(|thing| *thing != first)
            .collect();
        permutations(&rest).into_iter().map(move |mut rest| {
            rest.insert(0, first);
            rest
        })
    };
    things.iter().copied().flat_map(with_first).collect()
}

fn regions(is_wanted: impl Fn(&Topology) -> bool) -> impl Iterator<Item = Topology> {
    all().into_iter().filter(is_wanted)
}

/// Gates for the items of these numbers, of which one is opened after the other.
struct InTurn(Vec<Gate>);

impl InTurn {
    fn of(count: usize) -> Self {
        Self((0..count).map(|_| Gate::default()).collect())
    }

    fn pass(&self, item: u64) {
        if let Some(gate) = usize::try_from(item).ok().and_then(|item| self.0.get(item)) {
            gate.pass();
        }
    }

    /// Each round of workers ends in this order.
    fn open_in(&self, order: &[usize], name: &str) {
        let _open: Vec<OpensAtEnd> = self.0.iter().cloned().map(OpensAtEnd).collect();
        for round in self.0.chunks(order.len()) {
            for gate in round {
                gate.until_waiting(1);
            }
            for nth in order {
                round[*nth].open();
                // The worker is done with it before the next one is let go.
                until_nothing_moves(name, || self.0.iter().map(Gate::came).sum::<usize>());
            }
        }
    }

    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// Eight items whose closures in the region return in this order, four by four, and four more.
fn runs_in(
    topology: &Topology,
    capacity: usize,
    order: &[usize],
    name: &'static str,
) -> Arc<Hooks> {
    step(format!("{}, {order:?}, {capacity}", topology.name));
    let case = Case {
        name: Some(name),
        ..topology.case(capacity)
    };
    let gates = InTurn::of(2 * WORKERS);
    let wait = gates.clone();
    let hooks = Hooks::at(move |place, item| {
        if place == 2 {
            wait.pass(item);
        }
        Ok(())
    });
    let run = || topology.run(&case, hooks.source(0..12), &hooks);
    let outcome = while_it_runs(name, run, || gates.open_in(order, name));
    topology.assert_complete(12, outcome, &hooks);
    hooks
}

pub(super) fn a_run_completes_whichever_worker_ends_first() {
    let is_shared = |topology: &Topology| ["fan_out", "fan_out > sink"].contains(&topology.name);
    for topology in regions(is_shared).filter(|topology| topology.workers == WORKERS) {
        for order in permutations(&[0, 1, 2, 3]) {
            let hooks = runs_in(&topology, 1, &order, "r08");
            topology.assert_each_got_its_items(12, &hooks);
        }
    }
}

pub(super) fn the_order_is_kept_whichever_worker_ends_first() {
    for topology in regions(is_ordered).filter(|topology| topology.workers == WORKERS) {
        for order in permutations(&[0, 1, 2, 3]) {
            for capacity in [1, 4, 7] {
                let hooks = runs_in(&topology, capacity, &order, "r10");
                assert!(hooks.ledger.delivered().into_iter().eq(0..12));
                assert!(hooks.calls_at(3).into_iter().eq(0..12));
            }
        }
    }
}

fn is_ordered(topology: &Topology) -> bool {
    topology.name == "fan_out, ordered"
}

pub(super) fn no_more_enter_than_the_window_holds() {
    for topology in regions(is_ordered).filter(|topology| topology.workers > 1) {
        for capacity in [1, 4, 7] {
            step(format!(
                "the window of {} with {capacity}",
                topology.workers
            ));
            let case = Case {
                name: Some("r10"),
                ..topology.case(capacity)
            };
            let window = capacity.max(topology.workers);
            let (held, entered) = (Gate::default(), Gate::default());
            let (waits, notes) = (held.clone(), entered.clone());
            let hooks = Hooks::at(move |place, item| {
                if place == 2 {
                    notes.note();
                    if item == 0 {
                        waits.pass();
                    }
                }
                Ok(())
            });
            let look = || {
                let _opens = OpensAtEnd(held.clone());
                entered.until_came(window);
                let entered = until_nothing_moves("r10", || entered.came());
                assert_eq!(entered, window, "entered while item 0 was in hand");
            };
            let run = || topology.run(&case, hooks.source(0..200), &hooks);
            let outcome = while_it_runs("r10", run, look);
            topology.assert_complete(200, outcome, &hooks);
            assert!(hooks.ledger.delivered().into_iter().eq(0..200));
        }
    }
}

pub(super) fn none_one_or_several_for_one_stay_together() {
    let run = |gates: &InTurn, capacity: usize| {
        let run = pipeline!(
            from(0..20_u64)
                >> fan_out(WORKERS, ordered)
                >> inspect(|n| gates.pass(*n))
                >> filter(|n| n % 5 != 2)
                >> flat_map(|n| std::iter::repeat_n(n, usize::try_from(n % 4).unwrap()))
                >> fan_in
                >> collect::<Vec<u64>>()
        );
        run.capacity(capacity).named("r10").run().unwrap()
    };
    let expected: Vec<u64> = (0..20)
        .filter(|n| n % 5 != 2)
        .flat_map(|n| std::iter::repeat_n(n, usize::try_from(n % 4).unwrap()))
        .collect();
    for order in permutations(&[0, 1, 2, 3]) {
        for capacity in [1, 6] {
            step(format!("{order:?}, {capacity}: filter and flat_map"));
            let gates = InTurn::of(2 * WORKERS);
            let seen = while_it_runs(
                "r10",
                || run(&gates, capacity),
                || gates.open_in(&order, "r10"),
            );
            assert_eq!(seen, expected);
        }
    }
}
