//! No looking again: under the explorer nothing changes while a thread only looks.

/// A pause that is spent from the start.
#[derive(Debug, Default)]
pub(crate) struct Backoff(());

impl Backoff {
    /// `false`: the caller goes to sleep.
    #[allow(clippy::unused_self)] // the interface of the other back end
    pub(crate) fn pause(&mut self) -> bool {
        false
    }
}
