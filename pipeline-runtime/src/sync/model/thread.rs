//! The explorer's threads, counted when they start and when they are joined.

use super::atomic::Arc;
use super::sleep::step;
use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

pub(crate) use shuttle::thread::Scope;
#[allow(unused_imports)] // for whoever needs it next
pub(crate) use shuttle::thread_local;
pub(crate) use std::panic::resume_unwind;
// Of all threads of the model, which share one of the system: `true` also while another one unwinds and is not at its turn.
pub(crate) use std::thread::panicking;

/// The payload of a panic.
pub(crate) type Payload = Box<dyn std::any::Any + Send>;

std::thread_local! {
    // The system's own, which hold a whole exploration: those of another one that runs beside it count elsewhere.
    static STARTED: Cell<usize> = const { Cell::new(0) };
    static JOINED: Cell<usize> = const { Cell::new(0) };
}

/// How many threads the explorations on this thread of the system have started and joined.
#[must_use]
pub fn counts() -> (usize, usize) {
    (STARTED.get(), JOINED.get())
}

/// A thread of a run. It must be joined; its closure must not unwind.
#[derive(Debug)]
#[must_use]
pub(crate) struct ScopedThread<'scope>(shuttle::thread::ScopedJoinHandle<'scope, ()>);

impl ScopedThread<'_> {
    /// Blocks until the thread has ended.
    pub(crate) fn join(self) -> Result<(), Payload> {
        let outcome = self.0.join();
        JOINED.set(JOINED.get() + 1);
        outcome
    }
}

/// A thread that owns all it uses, for `spawn` and `iter`.
#[derive(Debug)]
#[must_use]
pub struct OwnedThread<T> {
    handle: shuttle::thread::JoinHandle<Result<T, Payload>>,
    ended: Arc<AtomicBool>,
}

impl<T> OwnedThread<T> {
    /// Blocks until the thread has ended.
    ///
    /// # Errors
    ///
    /// The payload of its panic.
    pub fn join(self) -> Result<T, Payload> {
        let outcome = self.handle.join().flatten();
        JOINED.set(JOINED.get() + 1);
        outcome
    }

    pub(crate) fn is_finished(&self) -> bool {
        step();
        self.ended.load(Ordering::SeqCst)
    }
}

/// A scope whose threads may borrow from the caller's frame.
pub(crate) fn scope<'env, T, F>(body: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    shuttle::thread::scope(body)
}

/// Starts a scoped thread; the explorer's never fail to, and have its own stack size.
#[allow(clippy::unnecessary_wraps)] // the interface of the other back end
pub(crate) fn spawn_scoped<'scope, F>(
    scope: &'scope Scope<'scope, '_>,
    name: &str,
    _stack_size: Option<usize>,
    body: F,
) -> io::Result<ScopedThread<'scope>>
where
    F: FnOnce() + Send + 'scope,
{
    let name = name.to_owned();
    let handle = scope.spawn(move || {
        // What a deadlock is reported by.
        shuttle::current::set_name_for_task(shuttle::current::me(), name);
        body();
    });
    STARTED.set(STARTED.get() + 1);
    Ok(ScopedThread(handle))
}

/// Starts a thread that is not bound to a scope.
///
/// # Errors
///
/// None under the explorer.
pub fn spawn_owned<T, F>(
    name: &str,
    stack_size: Option<usize>,
    body: F,
) -> io::Result<OwnedThread<T>>
where
    T: Send + 'static,
    F: FnOnce() -> T + Send + 'static,
{
    let builder = shuttle::thread::Builder::new().name(name.to_owned());
    let builder = match stack_size {
        Some(bytes) => builder.stack_size(bytes),
        None => builder,
    };
    let ended = Arc::new(AtomicBool::new(false));
    let at_end = Arc::clone(&ended);
    let handle = builder.spawn(move || {
        // A panic that leaves a thread is the end of an exploration; this one is for who joins.
        let outcome = catch_unwind(AssertUnwindSafe(body));
        step();
        at_end.store(true, Ordering::SeqCst);
        outcome
    })?;
    STARTED.set(STARTED.get() + 1);
    Ok(OwnedThread { handle, ended })
}

/// How many workers a bare `fan_out` has.
pub(crate) fn cores() -> usize {
    2
}
