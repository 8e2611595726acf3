//! One run: its outcome, the gates that cancel has to shut, its threads.
//!
//! ```text
//! plan (edges, sections, regions) ─▶ check settings ─▶ start all threads ─▶ open the start gate ─▶ work ─▶ join all ─▶ outcome
//! ```

mod outcome;
mod pending;
mod region;
mod scope;
mod settings;
mod start;

pub use pending::{OnlyInTheTail, Pending};
pub use region::{KeyedLanes, OrderedLanes, RegionInput};
pub use scope::Scope;
pub(crate) use settings::Settings;
pub use settings::{Count, HasTime, Time};

use crate::edge::Gate;
use crate::error::{Error, ErrorKind, ErrorMode, Plain};
use crate::graph::Notebook;
use crate::sync::atomic::{Arc, AtomicBool, OnceLock, Ordering};
use crate::sync::channel::Latch;
use crate::sync::clock::Clock;
use crate::sync::lock::Mutex;
use crate::sync::thread::Payload;
use outcome::Outcome;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// What every stage of a run shares: how to end it, and whether it has ended.
pub struct Run<M: ErrorMode = Plain> {
    outcome: Mutex<Outcome<M::Error>>,
    /// Set when the run is cut short, for whatever reason; sections without an edge look here.
    cut: AtomicBool,
    /// Wakes what waits on something that is no edge of ours (`receive`, `send`).
    latch: Latch,
    gates: Mutex<Vec<Arc<Gate>>>,
    /// Closed when every thread stands; before that no section begins.
    start: Latch,
    /// Whether anything but its own section can end this run; a section that is alone does not look at `cut` at all.
    watched: AtomicBool,
    /// What the plan notes when somebody wants to see the graph.
    pub(crate) notebook: Notebook,
    pub(crate) clock: Clock,
    /// When the start gate opened.
    began: OnceLock<Instant>,
    pub(crate) settings: Settings,
}

impl<M: ErrorMode> Run<M> {
    pub(crate) fn new() -> Self {
        Self {
            outcome: Mutex::new(Outcome::default()),
            cut: AtomicBool::new(false),
            latch: Latch::new(),
            gates: Mutex::new(Vec::new()),
            start: Latch::new(),
            watched: AtomicBool::new(false),
            notebook: Notebook::default(),
            clock: Clock::default(),
            began: OnceLock::new(),
            settings: Settings::default(),
        }
    }

    /// When the run began, for every section alike, however late its thread comes to life.
    pub(crate) fn began(&self) -> Instant {
        *self.began.get_or_init(|| self.clock.now())
    }

    /// Whether the run was cut short.
    #[inline]
    pub(crate) fn is_cut(&self) -> bool {
        // Relaxed: a stale `false` costs one more item, no more than cancel promises.
        self.cut.load(Ordering::Relaxed)
    }

    /// As `is_cut`, but never stale for who was woken by it.
    pub(crate) fn was_cut(&self) -> bool {
        // Whoever cuts the run short holds this lock while waking others.
        let _waking = self.gates.lock();
        self.is_cut()
    }

    /// Disconnects when the run is cut short; fits a `select`.
    pub(crate) fn latch(&self) -> &Latch {
        &self.latch
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
            self.cut_short();
        }
    }

    /// Ends the run with an error of its own, such as a thread that could not start.
    pub(crate) fn end(&self, error: Error) {
        self.fail(M::ending(error));
    }

    /// Records a failure and cuts the run short. The first one recorded wins.
    #[cold]
    pub(crate) fn fail(&self, error: M::Error) {
        let second = self.outcome.lock().fail(error);
        self.cut_short();
        // Its drop is the user's, so not under the lock.
        drop(second);
    }

    /// Runs user code; a panic is kept for the caller of the run, and cuts the run short at once.
    pub(crate) fn guard<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(value) => Some(value),
            Err(payload) => {
                self.panicked(payload);
                None
            }
        }
    }

    pub(crate) fn panicked(&self, payload: Payload) {
        let second = self.outcome.lock().panic(payload);
        self.cut_short();
        if let Some(second) = second {
            crate::edge::discard(second);
        }
    }

    /// The gate of a source: what is fed by no edge ends by it.
    pub(crate) fn new_gate(&self) -> Arc<Gate> {
        let gate = Arc::new(Gate::new());
        self.add_gate(Arc::clone(&gate));
        gate
    }

    /// Registers an edge with those that cancel has to wake.
    pub(crate) fn add_gate(&self, gate: Arc<Gate>) {
        let mut gates = self.gates.lock();
        if self.is_cut() {
            gate.cancel();
        }
        gates.push(gate);
    }

    fn cut_short(&self) {
        let gates = self.gates.lock();
        self.cut.store(true, Ordering::Release);
        for gate in gates.iter() {
            gate.cancel();
        }
        drop(gates);
        self.latch.close();
    }

    /// Decides the outcome, once, after every thread has been joined. Re-raises a panic.
    fn settle(&self) -> Result<(), M::Error> {
        // Out of the lock first: `decide` may unwind.
        let outcome = std::mem::take(&mut *self.outcome.lock());
        let ending = outcome.decide();
        self.outcome.lock().close();
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
