//! The result of a section that runs elsewhere.

use super::Scope;
use crate::edge::drain;
use crate::error::ErrorMode;
use crate::sync::atomic::Arc;
use crate::sync::lock::Mutex;

/// A result that is there when the run has ended well.
#[derive(Debug)]
#[must_use]
pub struct Pending<T>(Arc<Slot<T>>);

/// Where a section leaves its result.
pub(super) type Slot<T> = Mutex<Option<T>>;

impl<T> Pending<T> {
    pub(super) fn new() -> (Self, Arc<Slot<T>>) {
        let slot = Arc::new(Mutex::new(None));
        (Self(Arc::clone(&slot)), slot)
    }

    /// Nobody asks for it. (A `let _ =` would draw lints about what it drops.)
    pub fn unnamed(self) {}

    /// Opens it after a run that ended well.
    #[must_use]
    pub fn value(self) -> T {
        let value = self.0.lock().take();
        // `join` has said `Ok`: every section has run to its end, and each leaves its result or ends the run.
        value.expect("a run that ended well has every result")
    }
}

impl<T> Drop for Pending<T> {
    fn drop(&mut self) {
        // A result that nobody gets: its drop may panic, also while a panic of the run goes by.
        drain(|| self.0.lock().take());
    }
}

impl<T> Pending<T> {
    /// Ends a run of which this is the result. Blocks until every thread has been joined; then opens the `others`.
    ///
    /// # Errors
    ///
    /// The outcome of the run, where it did not end well.
    pub fn end<M: ErrorMode>(
        self,
        scope: &Scope<'_, '_, M>,
        others: impl FnOnce(),
    ) -> Result<T, M::Error> {
        scope.join()?;
        others();
        Ok(self.value())
    }
}

/// What the name of a result means inside of stages, where there is no result yet.
#[derive(Debug)]
pub struct OnlyInTheTail;
