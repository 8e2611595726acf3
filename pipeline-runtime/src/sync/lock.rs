//! A lock that cannot be poisoned: no user code runs while one is held.

use std::sync::{self, MutexGuard, PoisonError};

/// `std`'s mutex without the poison.
#[derive(Debug, Default)]
pub(crate) struct Mutex<T>(sync::Mutex<T>);

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(sync::Mutex::new(value))
    }

    /// Blocks for the few instructions that another thread of the runtime holds the lock.
    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
