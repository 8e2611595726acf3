//! A lock that cannot be poisoned, and a condition to wait for under it.

use super::sleep::{Sleepers, step};
use shuttle::future::block_on;
use std::future::poll_fn;
use std::ops::{Deref, DerefMut};
use std::sync::{self, PoisonError};
use std::task::Poll;

/// The explorer's mutex without the poison; both taking and giving back are scheduling points.
#[derive(Debug, Default)]
pub struct Mutex<T>(shuttle::sync::Mutex<T>);

/// The locked value.
#[derive(Debug)]
pub struct Guard<'a, T> {
    mutex: &'a Mutex<T>,
    guard: shuttle::sync::MutexGuard<'a, T>,
}

impl<T> Mutex<T> {
    /// An unlocked one.
    pub fn new(value: T) -> Self {
        Self(shuttle::sync::Mutex::new(value))
    }

    /// Blocks while another thread holds it.
    pub fn lock(&self) -> Guard<'_, T> {
        Guard {
            mutex: self,
            guard: self.0.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.guard
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.guard
    }
}

/// Something that is waited for under a lock.
#[derive(Debug, Default)]
pub struct Condvar(sync::Mutex<Sleepers>);

impl Condvar {
    /// Gives the lock back, blocks until `notify_all`, and takes the lock again.
    pub fn wait<'a, T>(&self, guard: Guard<'a, T>) -> Guard<'a, T> {
        let mutex = guard.mutex;
        let mut held = Some(guard);
        block_on(poll_fn(|context| {
            if let Some(guard) = held.take() {
                self.sleepers().add(context.waker());
                // A scheduling point: who comes in between finds the entry already.
                drop(guard);
            }
            if self.sleepers().has_me() {
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        }));
        mutex.lock()
    }

    /// Wakes all who wait. Never blocks.
    pub fn notify_all(&self) {
        step();
        self.sleepers().wake();
    }

    fn sleepers(&self) -> sync::MutexGuard<'_, Sleepers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
