//! One run: its outcome, the gates that cancel has to shut, its threads.
//!
//! ```text
//! plan (edges, sections, regions) ─▶ check settings ─▶ start all threads ─▶ open the start gate ─▶ work ─▶ join all ─▶ outcome
//! ```

mod cut;
mod drain;
#[cfg(all(test, pipewright_model))]
mod models;
mod outcome;
mod patience;
mod pending;
mod region;
mod scope;
mod settings;
mod stalled;
mod start;
mod watcher;

pub use pending::{OnlyInTheTail, Pending};
pub use region::{KeyedLanes, OrderedLanes, RegionInput};
pub use scope::Scope;
pub(crate) use settings::Settings;
pub use settings::{Count, HasTime, Time};
pub(crate) use watcher::Limits;

use crate::edge::{Gate, Site, Tally};
use crate::error::{Error, ErrorKind, ErrorMode, Plain};
use crate::graph::{Graph, Notebook};
use crate::mutants::{self, Mutant};
use crate::report::Report;
use crate::roster::{Level, Roster, Seat};
use crate::sync::atomic::{Arc, AtomicBool, OnceLock, Ordering};
use crate::sync::channel::Latch;
use crate::sync::clock::{Clock, Moves};
use crate::sync::lock::Mutex;
use crate::sync::thread::{OwnedThread, Payload};
use cut::Cut;
use drain::Sources;
use outcome::Outcome;
use patience::Patience;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;
use watcher::Watchers;

/// What every stage of a run shares: how to end it, and whether it has ended.
pub struct Run<M: ErrorMode = Plain> {
    outcome: Mutex<Outcome<M::Error>>,
    cut: Arc<Cut>,
    sources: Sources,
    pub(crate) roster: Arc<Roster>,
    /// The place of the thread that will do the last section, taken when the run begins elsewhere.
    caller: Mutex<Option<Seat>>,
    /// Closed when every thread stands; before that no section begins.
    start: Latch,
    /// Closed when every section has ended: who watches the run can go.
    over: Latch,
    watchers: Watchers,
    pub(crate) patience: Patience,
    /// Whether anything but its own section can end this run; a section that is alone does not look at `cut` at all.
    watched: AtomicBool,
    /// What the macro knows of the graph, as a text.
    pub(crate) graph: &'static str,
    /// What the plan notes for the graph.
    pub(crate) notebook: Notebook,
    tallies: Mutex<Vec<Arc<Tally>>>,
    pub(crate) clock: Clock,
    /// When the start gate opened.
    began: OnceLock<Instant>,
    pub(crate) settings: Settings,
    pub(crate) limits: Limits,
}

impl<M: ErrorMode> Run<M> {
    pub(crate) fn new(graph: &'static str) -> Self {
        let cut = Arc::new(Cut::new());
        let on_stall = Arc::clone(&cut);
        Self {
            outcome: Mutex::new(Outcome::default()),
            cut,
            sources: Sources::default(),
            roster: Arc::new(Roster::new(move || on_stall.short())),
            caller: Mutex::new(None),
            start: Latch::new(),
            over: Latch::new(),
            watchers: Watchers::new(),
            patience: Patience::new(),
            watched: AtomicBool::new(false),
            graph,
            notebook: Notebook::default(),
            tallies: Mutex::new(Vec::new()),
            clock: Clock::default(),
            began: OnceLock::new(),
            settings: Settings::default(),
            limits: Limits::default(),
        }
    }

    /// The run counts its time from now on, and a test's clock waits for it. To be said once.
    pub(crate) fn begin(&mut self) {
        if self.limits.timeout.is_some() {
            self.limits.begin(self.clock.now());
        }
        if let Clock::Test(clock) = &self.clock {
            self.roster.attend();
            let roster = Arc::downgrade(&self.roster);
            clock.moves(roster);
            self.watchers.roster.attend();
            let watchers = Arc::downgrade(&self.watchers.roster);
            clock.moves(watchers);
        }
        if self.limits.are_set() {
            self.watchers.begin();
        }
        *self.caller.lock() = Some(Seat::take(&self.roster, 0, None));
    }

    /// The run will never start.
    pub(crate) fn never_starts(&self) {
        drop(self.caller.lock().take());
        self.dismiss();
        self.roster.ends();
    }

    /// When the run began, for every section alike, however late its thread comes to life.
    pub(crate) fn began(&self) -> Instant {
        // Not asked inside of `get_or_init`: a test's clock takes a lock.
        let now = self
            .began
            .get()
            .copied()
            .unwrap_or_else(|| self.clock.now());
        *self.began.get_or_init(|| now)
    }

    /// Whether the run was cut short.
    #[inline]
    pub(crate) fn is_cut(&self) -> bool {
        self.cut.is_short()
    }

    /// As `is_cut`, but never stale for who was woken by it.
    pub(crate) fn was_cut(&self) -> bool {
        self.cut.was_short()
    }

    /// Disconnects when the run is cut short; fits a `select`.
    pub(crate) fn latch(&self) -> &Latch {
        self.cut.latch()
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.watched.load(Ordering::Relaxed)
    }

    /// Says that something outside of the sections holds this run.
    pub(crate) fn watch(&self) {
        self.watched.store(true, Ordering::Relaxed);
    }

    /// Cancels from outside: the run ends as `Cancelled` unless it has ended already. Never blocks.
    pub(crate) fn cancel(&self) {
        if self.outcome.lock().cancel() {
            self.cut.short();
        }
    }

    /// Ends the run with an error of its own, such as a thread that could not start.
    pub(crate) fn end(&self, error: Error) {
        self.fail(M::ending(error));
    }

    /// Records a failure and cuts the run short. The first one recorded wins.
    #[cold]
    pub(crate) fn fail(&self, error: M::Error) {
        if mutants::is(Mutant::LosesErrorWhenFull) && self.has_full_edge() {
            return self.cut.short();
        }
        if mutants::is(Mutant::DropsUnderLock) {
            let mut outcome = self.outcome.lock();
            drop(outcome.fail(error));
            drop(outcome);
            return self.cut.short();
        }
        let second = self.outcome.lock().fail(error);
        self.cut.short();
        // Its drop is the user's, so not under the lock.
        drop(second);
    }

    /// For a mutant.
    fn has_full_edge(&self) -> bool {
        let tallies = self.tallies.lock();
        tallies.iter().any(|tally| !Level::has_room(&**tally))
    }

    /// Runs user code; a panic is kept for the caller of the run, and cuts the run short at once.
    pub(crate) fn guard<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        let _locked = mutants::is(Mutant::LocksAroundUserCode).then(|| self.tallies.lock());
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(value) => Some(value),
            Err(_) if mutants::is(Mutant::ReplacesPayload) => {
                self.panicked(Box::new("a scoped thread panicked"));
                None
            }
            Err(payload) => {
                self.panicked(payload);
                None
            }
        }
    }

    pub(crate) fn panicked(&self, payload: Payload) {
        let second = self.outcome.lock().panic(payload);
        self.cut.short();
        if let Some(second) = second {
            crate::edge::discard(second);
        }
    }

    /// A gate that is no edge's.
    pub(crate) fn new_gate(&self) -> Arc<Gate> {
        let gate = Arc::new(Gate::new());
        self.cut.add(Arc::clone(&gate));
        gate
    }

    /// The gate of a source: what is fed by no edge ends by it.
    pub(crate) fn source_gate(&self) -> Arc<Gate> {
        let gate = self.new_gate();
        self.add_source(&gate);
        gate
    }

    /// What waits behind this gate ends with the sources.
    pub(crate) fn add_source(&self, gate: &Arc<Gate>) {
        self.sources.add(gate);
    }

    /// Ends the sources: what was pulled is delivered, and the run ends well. Never blocks.
    pub(crate) fn stop(&self) {
        self.sources.stop();
        if mutants::is(Mutant::StopDiscards) {
            self.cut.short();
        }
        if mutants::is(Mutant::StopTakesCancelBack) {
            self.outcome.lock().uncancel();
        }
    }

    /// The place of the next edge in the plan.
    pub(crate) fn site<T>(&self, bound: usize) -> Site {
        Site {
            roster: Arc::clone(&self.roster),
            number: self.notebook.edge::<T>(bound),
            is_outside: false,
        }
    }

    /// The place of the edge to the caller's iterator.
    pub(crate) fn tail_site<T>(&self, bound: usize) -> Site {
        self.notebook.tail::<T>(bound);
        Site {
            roster: Arc::clone(&self.roster),
            number: TAIL,
            is_outside: true,
        }
    }

    /// Registers an edge with those that cancel has to wake, and that a report counts.
    pub(crate) fn add_edge(&self, tally: Arc<Tally>) {
        self.cut.add(Arc::clone(tally.gate()));
        self.tallies.lock().push(tally);
    }

    /// Registers an edge that is no edge of the graph.
    pub(crate) fn add_hidden_edge(&self, tally: &Tally) {
        self.cut.add(Arc::clone(tally.gate()));
    }

    /// What happened so far.
    pub(crate) fn report(&self) -> Report {
        // No lock is held while the text is read: a cancel may come meanwhile.
        let graph = Graph::read(self.graph, &self.notebook.notes());
        let tallies = self.tallies.lock().clone();
        let later = self.outcome.lock().later();
        Report::new(graph, &tallies, &self.roster, later)
    }

    /// The signal for who helps or watches that the run is over.
    pub(crate) fn over(&self) -> &Latch {
        &self.over
    }

    /// A place for who watches the run from outside.
    pub(crate) fn watcher(&self) -> Seat {
        self.watchers.seat()
    }

    /// Sends those away who watch the run. Blocks until the one who waits for the end of its patience has gone.
    pub(super) fn dismiss(&self) {
        self.over.close();
        drop(self.watchers.take_limits());
        // Out of the lock first: that thread looks at the time.
        let thread = self.patience.end();
        if let Some(Err(payload)) = thread.map(OwnedThread::join) {
            self.panicked(payload);
        }
    }

    /// Decides the outcome, once, after every thread has been joined. Re-raises a panic.
    fn settle(&self) -> Result<(), M::Error> {
        // Out of the lock first: `decide` may unwind.
        if let Some(stall) = self.roster.take_stall() {
            let error = self.stalled(&stall);
            let second = self.outcome.lock().stall(error);
            drop(second);
        }
        let outcome = self.outcome.lock().close();
        self.roster.ends();
        let ending = outcome.decide();
        ending.unwrap_or_else(|| Err(M::ending(Error::of_kind(ErrorKind::Cancelled))))
    }
}

impl<M: ErrorMode> fmt::Debug for Run<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Run")
            .field("cut", &self.is_cut())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// The number of the edge to the caller's iterator.
pub(crate) const TAIL: usize = usize::MAX;
