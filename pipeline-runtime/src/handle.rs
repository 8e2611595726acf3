//! A run on a thread of its own, and the remote control of one.

use crate::error::{Error, ErrorMode};
use crate::run::Run;
use crate::sync::atomic::Arc;
use crate::sync::thread::{OwnedThread, resume_unwind, spawn_owned};
use std::fmt;

/// A spawned run. Dropping it unjoined cancels the run, joins it, and swallows its outcome.
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

/// What can be done to a run from any thread, also from its own closures.
#[derive(Clone)]
pub struct Control(Arc<dyn Cancels>);

/// A run, whatever its errors are.
trait Cancels: Send + Sync {
    fn cancel(&self);
}

impl<M: ErrorMode> Cancels for Run<M> {
    fn cancel(&self) {
        Run::cancel(self);
    }
}

impl Control {
    /// Cancels the run: it ends as `ErrorKind::Cancelled`, unless it has ended already. Never blocks.
    ///
    /// Every stage that waits on an edge wakes; a stage that is in user code leaves when that returns, and finishes the
    /// item in hand up to its next push or pull.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

impl<T, E> Handle<T, E> {
    pub(crate) fn start<M, F>(run: Run<M>, body: F) -> Self
    where
        M: ErrorMode<Error = E>,
        F: FnOnce(&Run<M>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: Send + 'static,
    {
        run.watch();
        let (name, stack_size) = (run.settings.name.clone(), run.settings.stack_size);
        let name = name.as_deref().unwrap_or("pipeline");
        let run = Arc::new(run);
        let control = Control(Arc::clone(&run) as Arc<dyn Cancels>);
        let running = match spawn_owned(name, stack_size, move || body(&run)) {
            Ok(thread) => Running::Thread(thread),
            Err(error) => Running::NotStarted(M::ending(Error::spawn(name, error))),
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
