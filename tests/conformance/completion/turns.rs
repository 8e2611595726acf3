//! Schedules: which closure returns next is what the test says.

use super::held::while_it_runs;
use crate::asleep::until_nothing_moves;
use crate::support::gate::{Gate, OpensAtEnd};
use crate::topologies::{Case, Hooks, Topology};
use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, yield_now};

/// Which of the closures that wait returns next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The one that has waited longest.
    First,
    /// The one that came last: item 0 waits in its region for all others.
    Last,
    /// The one that is nearest to the source.
    NearestToTheSource,
    /// The one that is nearest to the sink.
    NearestToTheSink,
    /// Any, by a number that the choices are made from.
    Any(u64),
}

/// Each with the bound of the edges.
pub(super) const TURNS: [(Turn, usize); 6] = [
    (Turn::First, 1),
    (Turn::Last, 1),
    (Turn::Last, 3),
    (Turn::NearestToTheSource, 3),
    (Turn::NearestToTheSink, 1),
    (Turn::Any(0x9e37_79b9_7f4a_7c15), 1),
];

/// Closures that wait for their turn.
#[derive(Default)]
struct Waiting {
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// By the order in which they came: their places.
    waiting: BTreeMap<usize, usize>,
    came: usize,
    is_open: bool,
}

impl Waiting {
    /// For the closure.
    fn wait(&self, place: usize) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mine = state.came;
        state.came += 1;
        state.waiting.insert(mine, place);
        while !state.is_open && state.waiting.contains_key(&mine) {
            state = self
                .moved
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn came(&self) -> usize {
        self.state.lock().unwrap().came
    }

    /// Lets one of them go; `false` where none waits.
    fn let_one_go(&self, turn: Turn, choice: &mut u64) -> bool {
        let mut state = self.state.lock().unwrap();
        let waiting = || state.waiting.iter().map(|(came, place)| (*came, *place));
        let next = match turn {
            Turn::First => waiting().next(),
            Turn::Last => waiting().next_back(),
            Turn::NearestToTheSource => waiting().min_by_key(|(came, place)| (*place, *came)),
            Turn::NearestToTheSink => waiting().max_by_key(|(came, place)| (*place, *came)),
            Turn::Any(_) => {
                *choice ^= *choice << 13;
                *choice ^= *choice >> 7;
                *choice ^= *choice << 17;
                let nth = *choice % (state.waiting.len().max(1) as u64);
                waiting().nth(usize::try_from(nth).unwrap())
            }
        };
        let is_one = next.is_some_and(|(came, _)| state.waiting.remove(&came).is_some());
        self.moved.notify_all();
        is_one
    }
}

/// Lets everybody go at the end, also when the test fails.
struct LetsAllGo<'w>(&'w Waiting);

impl Drop for LetsAllGo<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_open = true;
        self.0.moved.notify_all();
    }
}

/// One closure returns at a time, when nothing else can move any more.
pub(super) fn completes(topology: &Topology, capacity: usize, turn: Turn) {
    const COUNT: u64 = 6;
    let case = Case {
        name: Some("r08"),
        ..topology.case(capacity)
    };
    let waiting = Arc::new(Waiting::default());
    let waits = Arc::clone(&waiting);
    let hooks = Hooks::at(move |place, _| {
        waits.wait(place);
        Ok(())
    });
    let items = hooks.source(0..COUNT);
    let mut choice = match turn {
        Turn::Any(choice) => choice,
        _ => 0,
    };
    let outcome = std::thread::scope(|scope| {
        let _goes = LetsAllGo(&waiting);
        let runner = Builder::new().name("r08".to_owned());
        let runner = runner.spawn_scoped(scope, || topology.run(&case, items, &hooks));
        let runner = runner.expect("a test gets a thread");
        while !runner.is_finished() {
            until_nothing_moves("r08", || waiting.came());
            if !waiting.let_one_go(turn, &mut choice) {
                yield_now();
            }
        }
        runner
            .join()
            .unwrap_or_else(|payload| std::panic::resume_unwind(payload))
    });
    topology.assert_complete(COUNT, outcome, &hooks);
    topology.assert_each_got_its_items(COUNT, &hooks);
}

/// Counts who is inside of each closure.
pub(super) fn is_entered_by_no_more_than_there_are(topology: &Topology, case: &Case) {
    let (in_region, workers) = (topology.in_region, topology.workers);
    let inside = Mutex::new(BTreeMap::<usize, usize>::new());
    let hooks = Hooks::at(move |place, _| {
        let now = {
            let mut inside = inside.lock().unwrap_or_else(PoisonError::into_inner);
            let now = inside.entry(place).or_default();
            *now += 1;
            *now
        };
        let most = if in_region.contains(&place) {
            workers
        } else {
            1
        };
        assert!(now <= most, "{now} are in the closure at {place}");
        // For whoever else would come in.
        yield_now();
        let mut inside = inside.lock().unwrap_or_else(PoisonError::into_inner);
        *inside.entry(place).or_default() -= 1;
        Ok(())
    });
    let outcome = topology.run(case, hooks.source(0..60), &hooks);
    topology.assert_complete(60, outcome, &hooks);
}

/// As many closures of a region are entered at a time as it has workers, and not one more.
pub(super) fn all_workers_work(topology: &Topology, case: &Case) {
    // Which keys share a worker is not for a test to know.
    if topology.in_region.is_empty() || topology.name == "fan_out, keyed" {
        return;
    }
    let case = Case {
        name: Some("r09"),
        ..case.clone()
    };
    for place in topology.in_region {
        let gate = Gate::default();
        let waits = gate.clone();
        let hooks = Hooks::at(move |at, _| {
            if at == *place {
                waits.pass();
            }
            Ok(())
        });
        let look = || {
            let _opens = OpensAtEnd(gate.clone());
            gate.until_waiting(topology.workers);
            let entered = until_nothing_moves("r09", || gate.came());
            assert_eq!(entered, topology.workers);
        };
        let run = || topology.run(&case, hooks.source(0..20), &hooks);
        let outcome = while_it_runs("r09", run, look);
        topology.assert_complete(20, outcome, &hooks);
    }
}
