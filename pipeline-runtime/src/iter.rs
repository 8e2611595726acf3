//! The items of a pipeline whose tail is a stream.

use crate::edge::Rx;
use crate::error::{Error, ErrorMode};
use crate::handle::{Control, Handle};
use crate::run::Run;
use crate::sync::thread::{resume_unwind, scope, spawn_scoped};
use std::fmt;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The items of a run, for the length of a closure.
pub struct Items<'a, T> {
    rx: Rx<T>,
    /// The closure that gets it must not let it out.
    lives: PhantomData<&'a ()>,
}

impl<T> Iterator for Items<'_, T> {
    type Item = T;

    /// Blocks until there is an item, or there is no more.
    fn next(&mut self) -> Option<T> {
        self.rx.pop()
    }
}

impl<T> fmt::Debug for Items<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

/// Runs `body` on a thread of its own while `consume` takes what it gives.
pub(crate) fn with_iter<T, R, M, F>(
    run: &Run<M>,
    rx: Rx<T>,
    body: F,
    consume: impl FnOnce(Items<'_, T>) -> R,
) -> Result<R, M::Error>
where
    T: Send,
    M: ErrorMode,
    F: FnOnce(&Run<M>) -> Result<(), M::Error> + Send,
{
    let mut outcome = None;
    let consumed = scope(|s| {
        let name = run.settings.thread_name("pipeline");
        // A panic of the run is caught on its thread: what a thread returns must not unwind.
        let behind = || outcome = Some(catch_unwind(AssertUnwindSafe(|| body(run))));
        let thread = spawn_scoped(s, &name, run.settings.stack_size, behind)
            .map_err(|error| M::ending(Error::spawn(&name, error)))?;
        let consumed = catch_unwind(AssertUnwindSafe(|| {
            consume(Items {
                rx,
                lives: PhantomData,
            })
        }));
        if consumed.is_err() {
            run.cancel();
        }
        if let Err(payload) = thread.join() {
            resume_unwind(payload);
        }
        Ok(consumed)
    })?;
    match (outcome, consumed) {
        (Some(Err(payload)), consumed) => {
            crate::edge::discard(consumed);
            resume_unwind(payload)
        }
        (outcome, Err(payload)) => {
            crate::edge::discard(outcome);
            resume_unwind(payload)
        }
        (Some(Ok(ended)), Ok(value)) => ended.map(|()| value),
        (None, Ok(_)) => unreachable!("a joined thread has left the outcome"),
    }
}

/// The items of a run that goes on behind it. Dropping it cancels the run and joins it.
#[must_use = "dropping the iterator cancels the run"]
pub struct Iter<T, E> {
    /// In front of the handle, so that it is dropped first.
    rx: Rx<T>,
    handle: Option<Handle<(), E>>,
}

impl<T, E> Iter<T, E> {
    pub(crate) fn new(rx: Rx<T>, handle: Handle<(), E>) -> Self {
        Self {
            rx,
            handle: Some(handle),
        }
    }
}

impl<T, E> Iter<T, E> {
    /// A remote control for the run behind it; none when that has ended and its last item is taken.
    #[must_use]
    pub fn control(&self) -> Option<Control> {
        self.handle.as_ref().map(Handle::control)
    }
}

impl<T, E> Iterator for Iter<T, E> {
    type Item = Result<T, E>;

    /// Blocks until there is an item, or the run has ended and every thread has been joined.
    fn next(&mut self) -> Option<Result<T, E>> {
        // Behind the end there is nothing to wait for.
        let handle = self.handle.take()?;
        if let Some(item) = self.rx.pop() {
            self.handle = Some(handle);
            return Some(Ok(item));
        }
        handle.join().err().map(Err)
    }
}

impl<T, E> std::iter::FusedIterator for Iter<T, E> {}

impl<T, E> fmt::Debug for Iter<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}
