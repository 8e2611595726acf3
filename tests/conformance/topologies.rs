//! The graphs that the rules are tried on, with hooks in every closure.
//!
//! Each topology is a function, so that the compiler sees its `pipeline!` once however many cases it runs in.

mod chains;
mod graphs;

use crate::support::faults::Planted;
use crate::support::ledger::{Ledger, Tracked};
use pipewright::{Done, Error, Graph, Report};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) type Items = Box<dyn Iterator<Item = Tracked> + Send>;

/// What a closure does at a place with an item, besides passing it on.
type At = Box<dyn Fn(usize, u64) -> Result<(), Planted> + Send + Sync>;

/// The sinks have the places from here on; the stages those from 1 on.
pub(crate) const SINKS: usize = 100;

/// What the closures of a run do, and what they have been called with.
pub(crate) struct Hooks {
    pub(crate) ledger: Ledger,
    /// Values that the source and the closures own.
    pub(crate) owned: Ledger,
    at: At,
    calls: Mutex<Vec<(usize, u64)>>,
    tails: Mutex<Vec<usize>>,
    made: AtomicUsize,
}

impl Hooks {
    /// Closures that pass everything on.
    pub(crate) fn plain() -> Arc<Self> {
        Self::at(|_, _| Ok(()))
    }

    /// Closures that do this at their place with the item of this number.
    pub(crate) fn at(
        at: impl Fn(usize, u64) -> Result<(), Planted> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            ledger: Ledger::default(),
            owned: Ledger::default(),
            at: Box::new(at),
            calls: Mutex::default(),
            tails: Mutex::default(),
            made: AtomicUsize::new(0),
        })
    }

    /// A source that makes the items of these numbers when they are pulled, and owns a value.
    pub(crate) fn source(
        &self,
        ids: impl IntoIterator<Item = u64, IntoIter: Send> + 'static,
    ) -> Items {
        let owned = self.own();
        let items = self.ledger.source(ids);
        Box::new(items.inspect(move |_| assert!(owned.is_here())))
    }

    /// Every call of a closure so far, as its place and the item, in the order in which they began.
    pub(crate) fn calls(&self) -> Vec<(usize, u64)> {
        locked(&self.calls).clone()
    }

    /// The items that the closure at a place got, in that order.
    pub(crate) fn calls_at(&self, place: usize) -> Vec<u64> {
        let calls = self.calls().into_iter();
        calls
            .filter(|call| call.0 == place)
            .map(|call| call.1)
            .collect()
    }

    /// How often each closure got each item.
    pub(crate) fn times(&self) -> BTreeMap<(usize, u64), usize> {
        let mut times = BTreeMap::new();
        for call in self.calls() {
            *times.entry(call).or_default() += 1;
        }
        times
    }

    /// What the tail was given, each time that it ran.
    pub(crate) fn tails(&self) -> Vec<usize> {
        locked(&self.tails).clone()
    }

    /// What the source and the closures owned has been dropped, each value once.
    pub(crate) fn assert_nothing_is_owned(&self) {
        self.owned.assert_all_dropped();
    }

    fn own(&self) -> Tracked {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        self.owned.item(number as u64)
    }

    fn called(&self, place: usize, item: u64) -> Result<(), Planted> {
        locked(&self.calls).push((place, item));
        (self.at)(place, item)
    }

    fn stage(self: &Arc<Self>, place: usize) -> Closure {
        let (hooks, owned) = (Arc::clone(self), self.own());
        Closure {
            place,
            hooks,
            owned,
        }
    }

    fn sink(self: &Arc<Self>, number: usize) -> Closure {
        self.stage(SINKS + number)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A planted panic must not become another one here.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a closure of a topology calls; it owns a value.
struct Closure {
    place: usize,
    hooks: Arc<Hooks>,
    owned: Tracked,
}

impl Closure {
    /// For a stage.
    fn on(&self, item: Tracked) -> Result<Tracked, Planted> {
        assert!(self.owned.is_here());
        self.hooks.called(self.place, item.id)?;
        Ok(item)
    }

    /// For a sink.
    fn take(&self, item: Tracked) {
        assert!(self.owned.is_here());
        let called = self.hooks.called(self.place, item.id);
        called.expect("a sink here cannot fail");
        self.hooks.ledger.deliver(item);
    }

    /// For a sink that folds.
    fn count(&self, before: usize, item: Tracked) -> usize {
        self.take(item);
        before + 1
    }

    /// For a tail, which is given how much each sink has counted.
    fn tail<const SINKS: usize>(&self, counts: [usize; SINKS]) -> usize {
        assert!(self.owned.is_here());
        let all = counts.iter().sum();
        locked(&self.hooks.tails).push(all);
        all
    }
}

/// What is done with a pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    #[default]
    Run,
    Report,
    Graph,
    Drop,
}

/// What came of it.
pub(crate) enum Ended {
    /// What the tail gave.
    Run(Result<usize, Error>),
    Report(Result<usize, Error>, Report),
    Graph(Graph),
    Dropped,
}

/// How a topology is set up.
#[derive(Clone, Default)]
pub(crate) struct Case {
    /// The bound of every edge.
    pub(crate) capacity: usize,
    pub(crate) workers: usize,
    pub(crate) way: Way,
    pub(crate) name: Option<&'static str>,
    pub(crate) stack_size: Option<usize>,
    pub(crate) done: Option<Done>,
}

/// Sets a pipeline up, and does with it what the case says.
macro_rules! go {
    ($case:expr, $($pipeline:tt)*) => {{
        let case: &$crate::topologies::Case = $case;
        let mut pipeline = ::pipewright::pipeline!($($pipeline)*).capacity(case.capacity);
        if let Some(name) = case.name {
            pipeline = pipeline.named(name);
        }
        if let Some(bytes) = case.stack_size {
            pipeline = pipeline.stack_size(bytes);
        }
        if let Some(done) = &case.done {
            pipeline = pipeline.cancel_on(done);
        }
        match case.way {
            $crate::topologies::Way::Run => $crate::topologies::Ended::Run(pipeline.run()),
            $crate::topologies::Way::Report => {
                let (outcome, report) = pipeline.run_reported();
                $crate::topologies::Ended::Report(outcome, report)
            }
            $crate::topologies::Way::Graph => $crate::topologies::Ended::Graph(pipeline.graph()),
            $crate::topologies::Way::Drop => {
                drop(pipeline);
                $crate::topologies::Ended::Dropped
            }
        }
    }};
}
use go;

/// A graph, and what can be said of every run of it.
pub(crate) struct Topology {
    pub(crate) name: &'static str,
    /// How many workers its region has; one where it has none.
    pub(crate) workers: usize,
    /// How many sinks get each item.
    pub(crate) copies: usize,
    /// How many closures of stages get each item.
    pub(crate) stages: usize,
    /// The places that stand in the region.
    pub(crate) in_region: &'static [usize],
    /// Every place outside of the region gets its items in the order of the source; with one worker those inside as well.
    pub(crate) is_ordered: bool,
    /// How many items its source may have in hand outside of the run.
    pub(crate) outside: usize,
    /// How many items a test should run through it at most.
    pub(crate) most: u64,
    build: fn(&Case, Items, &Arc<Hooks>) -> Ended,
}

impl Topology {
    /// With edges of this bound.
    pub(crate) fn case(&self, capacity: usize) -> Case {
        Case {
            capacity,
            workers: self.workers,
            ..Case::default()
        }
    }

    /// Builds it, and does with it what the case says.
    pub(crate) fn go(&self, case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
        (self.build)(case, items, hooks)
    }

    /// Runs it.
    pub(crate) fn run(
        &self,
        case: &Case,
        items: Items,
        hooks: &Arc<Hooks>,
    ) -> Result<usize, Error> {
        match self.go(case, items, hooks) {
            Ended::Run(outcome) | Ended::Report(outcome, _) => outcome,
            _ => panic!("it was not to run"),
        }
    }

    /// Its graph.
    pub(crate) fn graph(&self, case: &Case) -> Graph {
        let case = Case {
            way: Way::Graph,
            ..case.clone()
        };
        match self.go(&case, Box::new(std::iter::empty()), &Hooks::plain()) {
            Ended::Graph(graph) => graph,
            _ => panic!("a graph was asked for"),
        }
    }

    /// Whether everything in it is in flight between the source and the sink, one for one, in one line.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(
            self.name,
            "1 section" | "3 sections" | "8 sections" | "generate"
        )
    }

    /// Whether one closure delivers all of the items.
    pub(crate) fn has_one_sink(&self) -> bool {
        !self.name.ends_with("sinks")
    }

    /// No closure got an item more than once.
    pub(crate) fn assert_none_came_twice(&self, hooks: &Hooks) {
        let twice = hooks.times().into_iter().filter(|(_, times)| *times > 1);
        let twice: Vec<_> = twice.map(|(call, _)| call).collect();
        // Copies may meet again in front of a closure; `copies` is how many do.
        assert!(
            twice.is_empty() || self.meets_again(),
            "{}: twice: {twice:?}",
            self.name
        );
    }

    /// Every item came to as many closures as the topology has for it, and to none of them twice.
    pub(crate) fn assert_each_got_its_items(&self, count: u64, hooks: &Hooks) {
        self.assert_none_came_twice(hooks);
        let mut got = BTreeMap::<u64, usize>::new();
        for (_, item) in hooks.calls() {
            *got.entry(item).or_default() += 1;
        }
        let expected = (0..count).map(|item| (item, self.stages + self.copies));
        assert!(got.into_iter().eq(expected), "{}", self.name);
    }

    /// Whether copies of one item come to one closure.
    fn meets_again(&self) -> bool {
        self.name == "tee > fan_in"
    }

    /// Every item was delivered to every sink that it was for, and nothing is alive any more.
    pub(crate) fn assert_complete(&self, count: u64, outcome: Result<usize, Error>, hooks: &Hooks) {
        let name = self.name;
        assert_eq!(hooks.ledger.pulled() as u64, count, "{name}: pulled");
        let delivered = outcome.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(delivered as u64, count * self.copies as u64, "{name}");
        hooks.ledger.assert_all_delivered(self.copies);
        hooks.assert_nothing_is_owned();
    }
}

/// Of a topology without a region.
const PLAIN: Topology = Topology {
    name: "",
    workers: 1,
    copies: 1,
    stages: 1,
    in_region: &[],
    is_ordered: true,
    outside: 0,
    most: u64::MAX,
    build: |_, _, _| unreachable!("it is given"),
};

/// All of them.
pub(crate) fn all() -> Vec<Topology> {
    let mut all = chains::chains();
    all.extend(chains::regions());
    all.extend(graphs::splits());
    all.extend(graphs::joins());
    all
}
