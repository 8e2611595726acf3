//! What `pipeline!` evaluates to: settings, and the ways to run it.

use crate::done::Done;
use crate::edge::{Rx, Tx, default_bound, edge};
use crate::error::{Error, ErrorMode, OwnError, Plain};
use crate::graph::Graph;
use crate::handle::Handle;
use crate::iter::{Items, Iter};
use crate::report::Report;
use crate::run::Run;
use crate::sync::clock::{Clock, TestClock};
use std::borrow::Borrow;
use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

/// A pipeline that has not run yet.
///
/// Building it has no side effect but the evaluation of its value arguments; dropping it drops its sources and closures.
#[must_use = "a pipeline does nothing until `run` or `spawn` is called"]
pub struct Pipeline<A, B, T, M: ErrorMode = Plain> {
    arguments: A,
    body: B,
    run: Run<M>,
    result: PhantomData<fn() -> T>,
}

/// A pipeline whose tail is a stream, and that has not run yet.
#[must_use = "a pipeline does nothing until `iter` or `with_iter` is called"]
pub struct OpenPipeline<A, B, T, M: ErrorMode = Plain> {
    arguments: A,
    body: B,
    run: Run<M>,
    item: PhantomData<fn() -> T>,
}

/// Builds a pipeline that ends in results.
pub fn pipeline<A, B, T>(arguments: A, body: B, graph: &'static str) -> Pipeline<A, B, T>
where
    B: FnOnce(&Run<Plain>, A) -> Result<T, Error>,
{
    Pipeline {
        arguments,
        body,
        run: Run::new(graph),
        result: PhantomData,
    }
}

/// Builds a pipeline whose error is the user's own type.
pub fn typed<E, M, V, A, B, T>(arguments: A, body: B, graph: &'static str) -> Pipeline<A, B, T, M>
where
    E: OwnError<V, Mode = M>,
    M: ErrorMode<Error = E>,
    B: FnOnce(&Run<M>, A) -> Result<T, E>,
{
    Pipeline {
        arguments,
        body,
        run: Run::new(graph),
        result: PhantomData,
    }
}

/// Builds a pipeline that ends in a stream.
pub fn open<A, B, T>(arguments: A, body: B, graph: &'static str) -> OpenPipeline<A, B, T>
where
    B: FnOnce(&Run<Plain>, A, Tx<T>) -> Result<(), Error>,
{
    OpenPipeline {
        arguments,
        body,
        run: Run::new(graph),
        item: PhantomData,
    }
}

/// Builds a pipeline that ends in a stream and whose error is the user's own type.
pub fn open_typed<E, M, V, A, B, T>(
    arguments: A,
    body: B,
    graph: &'static str,
) -> OpenPipeline<A, B, T, M>
where
    E: OwnError<V, Mode = M>,
    M: ErrorMode<Error = E>,
    B: FnOnce(&Run<M>, A, Tx<T>) -> Result<(), E>,
{
    OpenPipeline {
        arguments,
        body,
        run: Run::new(graph),
        item: PhantomData,
    }
}

/// The result of a run that ended well.
///
/// # Errors
///
/// None: the type is that of the run.
pub fn ended<T, E>(result: T) -> Result<T, E> {
    Ok(result)
}

macro_rules! settings {
    () => {
        /// Names the run: its threads are called `name:stage` (systems cut thread names; Linux after 15 bytes).
        pub fn named(mut self, name: impl Into<String>) -> Self {
            self.run.settings.name = Some(name.into());
            self
        }

        /// Sets how many items an edge holds that has no `buffer(n)` of its own.
        ///
        /// A zero is an error of the run, before any thread starts.
        pub fn capacity(mut self, items: usize) -> Self {
            self.run.settings.capacity = Some(items);
            self
        }

        /// Sets the stack size of the run's threads, in bytes. The caller's thread keeps its own.
        pub fn stack_size(mut self, bytes: usize) -> Self {
            self.run.settings.stack_size = Some(bytes);
            self
        }

        /// Cancels the run when `done` closes, also while every stage is blocked; more than one may be given.
        ///
        /// A run whose `done` is closed already does nothing at all. A thread of its own waits for it. (To end one stream, and
        /// the run well, there is the stage `or_done`.)
        pub fn cancel_on(mut self, done: impl Borrow<Done>) -> Self {
            self.run.limits.dones.push(done.borrow().clone());
            self
        }

        /// Ends the run with `ErrorKind::DeadlinePassed` when it takes longer, counted from where it is run.
        ///
        /// A closure of yours is not interrupted: the run ends when it returns. A thread of its own waits for the time.
        pub fn timeout(mut self, time: Duration) -> Self {
            self.run.limits.timeout = Some(time);
            self
        }

        /// Ends the run with `ErrorKind::DeadlinePassed` at a certain time; as `timeout`, and the earlier of the two counts.
        pub fn deadline(mut self, at: Instant) -> Self {
            self.run.limits.deadline = Some(at);
            self
        }

        /// Takes the times that `run_reported` takes, for the report of a [`Control`](crate::Control).
        pub fn measured(self) -> Self {
            self.run.roster.measure();
            self
        }

        /// Takes the time from a clock that a test moves, instead of the system's.
        pub fn clock(mut self, clock: &TestClock) -> Self {
            self.run.clock = Clock::Test(clock.clone());
            self
        }
    };
}

impl<A, B, T, M: ErrorMode> Pipeline<A, B, T, M> {
    settings!();

    /// The static graph: its threads, edges, item types, bounds and widths. Runs nothing; the pipeline is used up.
    #[must_use]
    pub fn graph(self) -> Graph
    where
        B: FnOnce(&Run<M>, A) -> Result<T, M::Error>,
    {
        let Self {
            arguments,
            body,
            run,
            ..
        } = self;
        // Ended before it begins: the plan is made, and nothing of it is started.
        run.cancel();
        drop(body(&run, arguments));
        Graph::read(run.graph, &run.notebook.notes())
    }

    /// Runs the pipeline and gives its result.
    ///
    /// Blocks until every thread of the run has been joined, whichever way it ends. The section of the sink that is
    /// declared last runs on this thread; a chain without a boundary starts no other.
    ///
    /// # Errors
    ///
    /// The first failure at a `?`, a thread that could not be started, or a count that is zero. Never `Ok` when items were
    /// thrown away unasked.
    ///
    /// # Panics
    ///
    /// With the payload of the first panic of a closure, an iterator, a `Clone` or a `Drop` of yours, after all threads
    /// have been joined.
    pub fn run(self) -> Result<T, M::Error>
    where
        B: FnOnce(&Run<M>, A) -> Result<T, M::Error>,
    {
        let Self {
            arguments,
            body,
            mut run,
            ..
        } = self;
        run.begin();
        body(&run, arguments)
    }

    /// As [`run`](Self::run), and tells what happened besides: how many items went where, how many were discarded, how long
    /// each section was busy and how long it waited, how full the edges were.
    ///
    /// Taking the times costs two looks at a clock for each time that a section cannot go on, and a look at how full an edge
    /// is for each item.
    ///
    /// ```
    /// use pipewright::prelude::*;
    ///
    /// let (sum, report) = pipeline!(from(0..1000_u64) >> buffer(8) >> sum::<u64>()).run_reported();
    /// assert_eq!(sum?, 499_500);
    /// assert_eq!(report.edges()[0].pushed(), 1000);
    /// assert_eq!(report.discarded(), 0);
    /// # Ok::<(), pipewright::Error>(())
    /// ```
    ///
    /// # Panics
    ///
    /// As `run`; there is no report then.
    pub fn run_reported(self) -> (Result<T, M::Error>, Report)
    where
        B: FnOnce(&Run<M>, A) -> Result<T, M::Error>,
    {
        let Self {
            arguments,
            body,
            mut run,
            ..
        } = self.measured();
        run.begin();
        let outcome = body(&run, arguments);
        let report = run.report();
        (outcome, report)
    }

    /// Runs the pipeline on a thread of its own. Never blocks.
    ///
    /// The handle's [`control`](Handle::control) stops or cancels it from any thread. The pipeline must own what it uses: write `pipeline!(move || ..)`.
    pub fn spawn(self) -> Handle<T, M::Error>
    where
        A: Send + 'static,
        B: FnOnce(&Run<M>, A) -> Result<T, M::Error> + Send + 'static,
        T: Send + 'static,
    {
        let Self {
            arguments,
            body,
            run,
            ..
        } = self;
        Handle::start(run, move |run| body(run, arguments))
    }
}

/// A pipeline that ends in results.
#[diagnostic::on_unimplemented(
    message = "the tail of this pipeline is a stream, so there is no result to run for",
    label = "has no result",
    note = "end it with a sink such as `collect`, or take its items with `iter` or `with_iter`"
)]
pub trait HasResult {}

impl<A, B, T: Send, M: ErrorMode> OpenPipeline<A, B, T, M> {
    settings!();

    /// The static graph: its threads, edges, item types, bounds and widths. Runs nothing; the pipeline is used up.
    #[must_use]
    pub fn graph(self) -> Graph
    where
        B: FnOnce(&Run<M>, A, Tx<T>) -> Result<(), M::Error>,
    {
        let (tx, _rx) = self.tail_edge();
        let Self {
            arguments,
            body,
            run,
            ..
        } = self;
        // Ended before it begins: the plan is made, and nothing of it is started.
        run.cancel();
        drop(body(&run, arguments, tx));
        Graph::read(run.graph, &run.notebook.notes())
    }

    /// Only a pipeline that ends in results can be run for them.
    #[doc(hidden)]
    pub fn run(self)
    where
        T: HasResult,
    {
    }

    /// Runs the pipeline behind the closure, which takes its items; gives what the closure returns.
    ///
    /// It may borrow. Blocks until the closure has returned and every thread has been joined. A closure that returns before
    /// the items have ended ends the run, as `take` does.
    ///
    /// # Errors
    ///
    /// The outcome of the run, where it did not end well; what the closure returned is then dropped.
    ///
    /// # Panics
    ///
    /// With the payload of the first panic of the pipeline or of the closure.
    pub fn with_iter<R>(self, consume: impl FnOnce(Items<'_, T>) -> R) -> Result<R, M::Error>
    where
        A: Send,
        B: FnOnce(&Run<M>, A, Tx<T>) -> Result<(), M::Error> + Send,
    {
        let (tx, rx) = self.tail_edge();
        let Self {
            arguments,
            body,
            mut run,
            ..
        } = self;
        run.begin();
        crate::iter::with_iter(&run, rx, move |run| body(run, arguments, tx), consume)
    }

    /// Runs the pipeline on a thread of its own and gives its items as they come. Never blocks.
    ///
    /// The items are `Result`s: the last one is the error of a run that did not end well. A panic comes out of `next`.
    /// Dropping the iterator cancels the run and joins it. The pipeline must own what it uses: write
    /// `pipeline!(move || ..)`.
    pub fn iter(self) -> Iter<T, M::Error>
    where
        A: Send + 'static,
        B: FnOnce(&Run<M>, A, Tx<T>) -> Result<(), M::Error> + Send + 'static,
        T: 'static,
    {
        let (tx, rx) = self.tail_edge();
        let Self {
            arguments,
            body,
            run,
            ..
        } = self;
        let behind = Handle::start(run, move |run| body(run, arguments, tx));
        Iter::new(rx, behind)
    }

    fn tail_edge(&self) -> (Tx<T>, Rx<T>) {
        let bound = self
            .run
            .settings
            .capacity
            .unwrap_or_else(default_bound::<T>);
        let site = self.run.tail_site::<T>(bound);
        let (tx, rx, tally) = edge(self.run.possible(bound, size_of::<T>()), site);
        self.run.add_edge(tally);
        self.run.watch();
        (tx, rx)
    }
}

impl<A, B, T, M: ErrorMode> fmt::Debug for Pipeline<A, B, T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("settings", &self.run.settings)
            .finish_non_exhaustive()
    }
}

impl<A, B, T, M: ErrorMode> fmt::Debug for OpenPipeline<A, B, T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenPipeline")
            .field("settings", &self.run.settings)
            .finish_non_exhaustive()
    }
}
