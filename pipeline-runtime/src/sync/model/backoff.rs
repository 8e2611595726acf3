//! No looking again: under the explorer nothing changes while a thread only looks.

/// A pause that is spent from the start.
#[derive(Debug, Default)]
pub(crate) struct Backoff(());

#[allow(clippy::unused_self)] // the interface of the other back end
impl Backoff {
    pub(crate) fn begin(&mut self, _count: u64, _bound: usize) {}

    /// `false`: the caller goes to sleep.
    pub(crate) fn pause(&mut self) -> bool {
        false
    }

    pub(crate) fn asleep<R>(&mut self, sleep: impl FnOnce() -> R) -> R {
        sleep()
    }
}
