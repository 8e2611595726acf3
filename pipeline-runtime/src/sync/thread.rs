//! Scoped threads that are counted when they start and when they are joined.

use super::atomic::{AtomicUsize, Ordering};
use std::io;
use std::thread;

pub(crate) use std::panic::resume_unwind;
pub(crate) use std::thread::{Scope, panicking};
pub(crate) use std::thread_local;

/// The payload of a panic.
pub(crate) type Payload = Box<dyn std::any::Any + Send>;

static STARTED: AtomicUsize = AtomicUsize::new(0);
static JOINED: AtomicUsize = AtomicUsize::new(0);

/// How many threads the runtime has started and joined since the process began.
#[must_use]
pub fn counts() -> (usize, usize) {
    // Joined first: a thread that starts and is joined between the two reads must not look like a negative number.
    let joined = JOINED.load(Ordering::SeqCst);
    (STARTED.load(Ordering::SeqCst), joined)
}

/// A thread of a run. It must be joined; its closure must not unwind.
#[must_use]
pub(crate) struct ScopedThread<'scope>(thread::ScopedJoinHandle<'scope, ()>);

impl ScopedThread<'_> {
    /// Blocks until the thread has ended and its thread-local values are dropped.
    pub(crate) fn join(self) -> Result<(), Payload> {
        if crate::mutants::is(crate::mutants::Mutant::DetachesAThread) {
            return Ok(());
        }
        let outcome = self.0.join();
        JOINED.fetch_add(1, Ordering::SeqCst);
        outcome
    }
}

/// A thread that owns all it uses, for `spawn` and `iter`.
#[derive(Debug)]
#[must_use]
pub(crate) struct OwnedThread<T>(thread::JoinHandle<T>);

impl<T> OwnedThread<T> {
    /// Blocks until the thread has ended.
    pub(crate) fn join(self) -> Result<T, Payload> {
        let outcome = self.0.join();
        JOINED.fetch_add(1, Ordering::SeqCst);
        outcome
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }
}

/// A scope whose threads may borrow from the caller's frame.
pub(crate) fn scope<'env, T, F>(body: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    thread::scope(body)
}

/// Starts a scoped thread, or says why it cannot (`std`'s own `spawn` would panic).
pub(crate) fn spawn_scoped<'scope, F>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    stack_size: Option<usize>,
    body: F,
) -> io::Result<ScopedThread<'scope>>
where
    F: FnOnce() + Send + 'scope,
{
    let handle = builder(name, stack_size).spawn_scoped(scope, body)?;
    STARTED.fetch_add(1, Ordering::SeqCst);
    Ok(ScopedThread(handle))
}

/// Starts a thread that is not bound to a scope, or says why it cannot.
pub(crate) fn spawn_owned<T, F>(
    name: &str,
    stack_size: Option<usize>,
    body: F,
) -> io::Result<OwnedThread<T>>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let handle = builder(name, stack_size).spawn(body)?;
    STARTED.fetch_add(1, Ordering::SeqCst);
    Ok(OwnedThread(handle))
}

/// How many workers a bare `fan_out` has.
pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn builder(name: &str, stack_size: Option<usize>) -> thread::Builder {
    // `std` panics on a NUL in a thread's name.
    let builder = thread::Builder::new().name(name.replace('\0', ""));
    match stack_size {
        Some(bytes) => builder.stack_size(bytes),
        None => builder,
    }
}

#[cfg(test)]
mod tests {
    use super::{scope, spawn_scoped};

    #[test]
    fn a_nul_in_a_name_does_not_panic() {
        scope(|s| {
            let thread = spawn_scoped(s, "a\0b", None, || {
                assert_eq!(std::thread::current().name(), Some("ab"));
            });
            assert!(thread.expect("a thread starts").join().is_ok());
        });
    }

    #[test]
    fn a_thread_that_cannot_start_is_an_error() {
        scope(|s| assert!(spawn_scoped(s, "huge", Some(1 << 46), || ()).is_err()));
    }
}
