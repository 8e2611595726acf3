//! The plan of a run, written by the macro's expansion one statement an edge and a section, and carried out by `here`.

use super::Run;
use super::pending::Pending;
use super::settings::{Count, HasTime};
use super::start::{Task, start};
use crate::edge::{Rx, Tx, default_bound, edge};
use crate::error::{Error, ErrorMode};
use crate::flow::{Flow, NamedStream, Whole};
use crate::mutants::{self, Mutant};
use crate::roster::Seat;
use crate::sink::Value;
use crate::sync::thread::{self, ScopedThread};
use std::cell::{Cell, RefCell};
use std::fmt;

/// Collects the sections of a run, then starts and joins them.
pub struct Scope<'scope, 'env: 'scope, M: ErrorMode> {
    threads_of: &'scope thread::Scope<'scope, 'env>,
    pub(super) run: &'env Run<M>,
    tasks: RefCell<Vec<Task<'scope>>>,
    threads: RefCell<Vec<ScopedThread<'scope>>>,
    watcher: RefCell<Option<ScopedThread<'scope>>>,
    /// This thread's place.
    seat: RefCell<Option<Seat>>,
    /// How many sections have been planned.
    sections: Cell<usize>,
}

impl<M: ErrorMode> fmt::Debug for Scope<'_, '_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scope")
            .field("planned", &self.tasks.borrow().len())
            .finish_non_exhaustive()
    }
}

impl<M: ErrorMode> Run<M> {
    /// Ends the run before it starts if a count of the pipeline is zero.
    pub fn check(&self, count: &Count) {
        self.notebook.count(count.get());
        if mutants::is(Mutant::TakesZeroForOne) {
            return;
        }
        if let Err(error) = count.check() {
            self.end(error);
        }
    }

    /// Ends the run before it starts when no machine could hold an edge of that many items; a zero is reported already.
    pub(crate) fn possible(&self, bound: usize, item: usize) -> usize {
        // A slot is the item and a stamp.
        let slot = item.saturating_add(size_of::<usize>());
        let bytes = slot.saturating_mul(bound);
        // Edges set their room aside; asking for it first is what turns an abort into an error.
        if bytes > PROBED && Vec::<u8>::new().try_reserve_exact(bytes).is_err() {
            let message = format!("no edge can hold {bound} items of {item} bytes");
            self.end(Error::setting("capacity", message, None));
            return 1;
        }
        bound.max(1)
    }

    /// Ends the run before it starts if a duration of the pipeline is zero.
    pub fn check_time(&self, value: &impl HasTime) {
        if let Err(error) = value.time().check() {
            self.end(error);
        }
    }

    /// Makes the plan, runs it and gives its result. Blocks until every thread of the run has been joined.
    ///
    /// # Errors
    ///
    /// The outcome of the run, where it did not end well.
    pub fn scope<'env, T, F>(&'env self, plan: F) -> Result<T, M::Error>
    where
        F: for<'scope> FnOnce(&Scope<'scope, 'env, M>) -> Result<T, M::Error>,
    {
        if let Err(error) = self.settings.check() {
            self.end(error);
        }
        if self.limits.are_set() {
            self.watch();
            self.check_limits();
        }
        // Nobody moves a clock for a plan that panics.
        let _ends = Ends(self);
        thread::scope(|scope| {
            plan(&Scope {
                threads_of: scope,
                run: self,
                tasks: RefCell::default(),
                threads: RefCell::default(),
                watcher: RefCell::default(),
                seat: RefCell::new(self.caller.lock().take()),
                sections: Cell::new(0),
            })
        })
    }
}

/// However a run ends, nobody has to wait for it any more.
struct Ends<'a, M: ErrorMode>(&'a Run<M>);

impl<M: ErrorMode> Drop for Ends<'_, M> {
    fn drop(&mut self) {
        self.0.dismiss();
        self.0.roster.ends();
    }
}

impl<'scope, 'env, M: ErrorMode> Scope<'scope, 'env, M> {
    /// An edge with the default bound, or the run's `capacity`.
    #[must_use]
    pub fn edge<T: Send>(&self) -> (Tx<T>, Rx<T>) {
        self.edge_with(self.bound::<T>())
    }

    /// An edge with a bound of its own.
    #[must_use]
    pub fn edge_of<T: Send>(&self, bound: &Count) -> (Tx<T>, Rx<T>) {
        self.edge_with(bound.get())
    }

    /// A named stream: what has been fused so far, to be gone on with by the section that consumes it.
    pub fn stream<'r, I, F>(&self, flow: F) -> NamedStream<F>
    where
        F: FnOnce() -> Flow<'r, I, Whole, M>,
        M: 'r,
    {
        NamedStream::new(flow)
    }

    /// A section on a thread of its own that feeds edges.
    pub fn section<F>(&self, stage: &str, work: F)
    where
        F: FnOnce() + Send + 'scope,
    {
        self.plan(stage.to_owned(), work);
    }

    /// A section on a thread of its own that ends in a sink.
    pub fn sink<T, F>(&self, stage: &str, work: F) -> Pending<T>
    where
        T: Send + 'scope,
        F: FnOnce() -> Value<'env, T, M> + Send + 'scope,
    {
        let (pending, slot) = Pending::new();
        self.plan(stage.to_owned(), move || {
            let value = work().into_value();
            *slot.lock() = value;
        });
        pending
    }

    /// Starts the run, and does the section of the last sink on the caller's thread.
    pub fn here<T, F>(&self, work: F) -> Pending<T>
    where
        F: FnOnce() -> Value<'env, T, M>,
    {
        let (pending, slot) = Pending::new();
        self.start();
        self.work_here(|| {
            let value = work().into_value();
            *slot.lock() = value;
        });
        pending
    }

    /// Starts the run, and does the section of the tail, which feeds the caller's iterator.
    pub fn feed_here(&self, work: impl FnOnce()) {
        self.start();
        self.work_here(work);
    }

    /// Joins every thread of the run. Blocks until all have ended.
    ///
    /// # Errors
    ///
    /// The outcome of the run, where it did not end well. A panic of a section goes on here.
    pub fn join(&self) -> Result<(), M::Error> {
        // From here on this thread waits for the others, and they not for it.
        self.seat.take();
        for thread in self.threads.take() {
            self.join_one(thread);
        }
        self.run.dismiss();
        if let Some(watcher) = self.watcher.take() {
            self.join_one(watcher);
        }
        self.run.settle()
    }

    fn join_one(&self, thread: ScopedThread<'scope>) {
        if let Err(payload) = thread.join() {
            self.run.panicked(payload);
        }
    }

    /// The number of the section that is planned now.
    pub(super) fn next_section(&self) -> usize {
        self.sections.replace(self.sections.get() + 1)
    }

    pub(super) fn plan(&self, name: String, work: impl FnOnce() + Send + 'scope) {
        let section = self.next_section();
        self.plan_worker(name, section, None, work);
    }

    pub(super) fn plan_worker(
        &self,
        name: String,
        section: usize,
        worker: Option<usize>,
        work: impl FnOnce() + Send + 'scope,
    ) {
        self.tasks.borrow_mut().push(Task {
            name,
            section,
            worker,
            work: Box::new(work),
        });
    }

    pub(super) fn start(&self) {
        let (threads, watcher) = start(self.threads_of, self.run, self.tasks.take());
        *self.threads.borrow_mut() = threads;
        *self.watcher.borrow_mut() = watcher;
    }

    /// Does the work of the last section on this thread.
    fn work_here(&self, work: impl FnOnce()) {
        let section = self.next_section();
        self.work_here_on(section, None, work);
    }

    /// Does the work of a section, or of one worker of it, on this thread.
    pub(super) fn work_here_on(&self, section: usize, worker: Option<usize>, work: impl FnOnce()) {
        let work = || {
            self.run.guard(|| {
                if self.run.is_cut() {
                    drop(work);
                } else {
                    work();
                }
            });
        };
        match &*self.seat.borrow() {
            Some(seat) => {
                seat.works_on(section, worker);
                seat.work(work);
            }
            None => work(),
        }
    }

    /// How many items an edge holds that has no `buffer(n)` of its own.
    pub(super) fn bound<T>(&self) -> usize {
        self.run
            .settings
            .capacity
            .unwrap_or_else(default_bound::<T>)
    }

    fn edge_with<T>(&self, bound: usize) -> (Tx<T>, Rx<T>) {
        let site = self.run.site::<T>(bound);
        let (tx, rx, tally) = edge(self.run.possible(bound, size_of::<T>()), site);
        self.run.add_edge(tally);
        if mutants::is(Mutant::KeepsASender) {
            std::mem::forget(tx.clone());
        }
        (tx, rx)
    }

    /// How many workers a region has; ends the run before it starts when no machine could hold them.
    pub(super) fn workers(&self, count: &Count) -> usize {
        let workers = count.get();
        if mutants::is(Mutant::OneWorkerLess) {
            return workers.saturating_sub(1).max(1);
        }
        if workers > MOST_WORKERS {
            let message = format!(
                "a region has at most {MOST_WORKERS} workers, but this one was to have {workers}"
            );
            self.run.end(Error::setting("fan_out", message, None));
            return 0;
        }
        workers
    }
}

/// A count beyond this is a mistake, and systems answer some of those by aborting the process.
const MOST_WORKERS: usize = 4096;

/// Edges below this size are made without asking first.
const PROBED: usize = 1 << 26;
