//! A run on a thread of its own, and the remote control of one.

use crate::error::{Error, ErrorMode};
use crate::report::Report;
use crate::run::Run;
use crate::sync::atomic::Arc;
use crate::sync::thread::{OwnedThread, resume_unwind, spawn_owned};
use std::fmt;
use std::time::Duration;

/// A spawned run. Dropping it unjoined cancels the run, joins it, and swallows its outcome.
///
/// (Where a stage of the run itself drops it, it only cancels: a stage cannot wait for its own end. Nor can it `join`.)
#[must_use = "dropping the handle cancels the run"]
pub struct Handle<T, E = Error> {
    running: Option<Running<T, E>>,
    control: Control,
}

enum Running<T, E> {
    Thread(OwnedThread<Result<T, E>>),
    /// The run's own thread could not be started.
    NotStarted(E),
}

/// What can be done to a run from any thread, also from its own closures. Nothing here blocks.
///
/// After the run has ended all of it does nothing.
///
/// ```
/// use pipewright::prelude::*;
///
/// let run = pipeline!(move || from(0_u64..) >> buffer(8) >> count).spawn();
/// run.control().stop();
/// let counted = run.join()?; // whatever had been pulled
/// # let _ = counted;
/// # Ok::<(), pipewright::Error>(())
/// ```
#[derive(Clone)]
pub struct Control(Arc<dyn Controls>);

/// A run, whatever its errors are.
trait Controls: Send + Sync {
    fn stop(&self);
    fn stop_within(self: Arc<Self>, time: Duration);
    fn cancel(&self);
    fn report(&self) -> Report;
    /// Whether this thread works for the run.
    fn is_ours(&self) -> bool;
}

impl<M: ErrorMode> Controls for Run<M> {
    fn stop(&self) {
        Run::stop(self);
    }

    fn stop_within(self: Arc<Self>, time: Duration) {
        Run::stop(&self);
        // A time beyond what the system can tell never comes.
        let Some(due) = self.clock.now().checked_add(time) else {
            return;
        };
        let name = self.settings.thread_name("stop_within");
        let (run, seat) = (Arc::clone(&self), self.watcher());
        let wait = move || {
            seat.work(|| {
                if run.patience.wait(&run.clock, run.over()) {
                    run.cancel();
                }
            });
        };
        // Its stack is not what the user has set for the stages.
        let waits = self.patience.until(due, || spawn_owned(&name, None, wait));
        if let Err(error) = waits {
            self.end(Error::spawn(&name, error));
        }
    }

    fn cancel(&self) {
        Run::cancel(self);
    }

    fn report(&self) -> Report {
        Run::report(self)
    }

    fn is_ours(&self) -> bool {
        self.roster.has_this_thread()
    }
}

impl Control {
    /// Drains the run: its sources end, everything that was pulled is delivered, and the run ends well.
    ///
    /// A source that blocks in your code ends when that returns; the item that it gives then still counts. `receive` and
    /// `ticks` end at once, `bridge` when it has passed on what lies in the channels it has got.
    pub fn stop(&self) {
        self.0.stop();
    }

    /// Drains the run, and cancels it when that takes longer than `time`; of several such times the earliest counts.
    ///
    /// A thread of its own waits for that, one for all calls. If it cannot be started the run ends with `ErrorKind::Spawn`.
    pub fn stop_within(&self, time: Duration) {
        Arc::clone(&self.0).stop_within(time);
    }

    /// Cancels the run: it ends as `ErrorKind::Cancelled`, unless it has ended already.
    ///
    /// Every stage that waits on an edge wakes; a stage that is in user code leaves when that returns, and finishes the
    /// item in hand up to its next push or pull.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// What has happened so far. While the run goes on its counts need not fit together, and before it has begun there are no
    /// edges; times are in it where the pipeline was `measured`, of sections that have ended.
    #[must_use]
    pub fn report(&self) -> Report {
        self.0.report()
    }
}

impl<T, E> Handle<T, E> {
    pub(crate) fn start<M, F>(mut run: Run<M>, body: F) -> Self
    where
        M: ErrorMode<Error = E>,
        F: FnOnce(&Run<M>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        run.watch();
        run.begin();
        let (name, stack_size) = (run.settings.name.clone(), run.settings.stack_size);
        let name = name.as_deref().unwrap_or("pipeline");
        let run = Arc::new(run);
        let control = Control(Arc::clone(&run) as Arc<dyn Controls>);
        let own = Arc::clone(&run);
        let running = match spawn_owned(name, stack_size, move || body(&run)) {
            Ok(thread) => Running::Thread(thread),
            Err(error) => {
                own.never_starts();
                Running::NotStarted(M::ending(Error::spawn(name, error)))
            }
        };
        Self {
            running: Some(running),
            control,
        }
    }

    /// Blocks until the run has ended and gives its outcome.
    ///
    /// # Errors
    ///
    /// As `run`.
    ///
    /// # Panics
    ///
    /// As `run`: with the payload of the run's first panic.
    pub fn join(mut self) -> Result<T, E> {
        match self.running.take() {
            Some(Running::Thread(thread)) => thread.join().unwrap_or_else(|p| resume_unwind(p)),
            Some(Running::NotStarted(error)) => Err(error),
            None => unreachable!("only `join` and `drop` take the thread"),
        }
    }

    /// Whether the run has ended, so that `join` would not block.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        match &self.running {
            Some(Running::Thread(thread)) => thread.is_finished(),
            _ => true,
        }
    }

    /// A remote control for this run.
    #[must_use]
    pub fn control(&self) -> Control {
        self.control.clone()
    }
}

impl<T, E> Drop for Handle<T, E> {
    fn drop(&mut self) {
        if let Some(Running::Thread(thread)) = self.running.take() {
            self.control.cancel();
            // A stage of this very run cannot wait for its end.
            if self.control.0.is_ours() {
                return;
            }
            if let Err(payload) = thread.join() {
                crate::edge::discard(payload);
            }
        }
    }
}

impl<T, E> fmt::Debug for Handle<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("finished", &self.is_finished())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Control").finish_non_exhaustive()
    }
}
