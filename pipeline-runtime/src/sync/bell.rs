//! What wakes a thread that sleeps at one side of an edge.

use super::channel::{Receiver, Sender, bounded};
use super::clock::now;
use super::lock::Mutex;
use std::thread::{self, Thread};
use std::time::Duration;

/// A bell: [`ring`](Self::ring) ends a wait, or the next one if nobody waits.
///
/// Who waits for nothing else parks, and is unparked. A channel would do for that too, but whose processor has been idle
/// finds its memory cold, and a channel has more of it: an item that came alone took a tenth longer. Who waits for several
/// things at once has a channel among them.
#[derive(Debug)]
pub(crate) struct Bell {
    /// Who parks here.
    parks: Mutex<Option<Thread>>,
    rope: Sender<()>,
    rung: Receiver<()>,
}

impl Bell {
    pub(crate) fn new() -> Self {
        // It holds one token: that is enough to wake somebody.
        let (rope, rung) = bounded(1);
        Self {
            parks: Mutex::default(),
            rope,
            rung,
        }
    }

    /// From now on it is rung for [`wait`](Self::wait) in this thread.
    pub(crate) fn is_for_a_wait(&self) {
        *self.parks.lock() = Some(thread::current());
    }

    /// From now on it is rung for a wait on several things, of which [`rung`](Self::rung) is one.
    pub(crate) fn is_for_a_select(&self) {
        *self.parks.lock() = None;
    }

    /// Blocks until it is rung, or the time is up, or for no reason: look again. Whether the time is up.
    #[allow(clippy::unused_self)] // a thread has one place to park
    pub(crate) fn wait(&self, within: Option<Duration>) -> bool {
        let Some(within) = within else {
            thread::park();
            return false;
        };
        let since = now();
        thread::park_timeout(within);
        now().saturating_duration_since(since) >= within
    }

    /// Never blocks.
    pub(crate) fn ring(&self) {
        // Unparked outside of the lock, which its first act may be to take.
        let parked = self.parks.lock().clone();
        match parked {
            Some(thread) => thread.unpark(),
            // It is there already when there is no room.
            None => drop(self.rope.try_send(())),
        }
    }

    /// Has a message when it was rung.
    pub(crate) fn rung(&self) -> &Receiver<()> {
        &self.rung
    }

    /// Takes the message, if there is one.
    pub(crate) fn forget(&self) {
        let _ = self.rung.try_recv();
    }
}

#[cfg(test)]
mod tests {
    use super::Bell;
    use std::time::Duration;

    const LONG: Duration = Duration::from_secs(59);

    #[test]
    fn a_bell_that_has_been_rung_ends_the_next_wait() {
        let bell = Bell::new();
        bell.is_for_a_wait();
        bell.ring();
        assert!(!bell.wait(Some(LONG)));
        // It may end for no reason, but not for ever.
        assert!((0..99).any(|_| bell.wait(Some(Duration::from_millis(1)))));
        assert!(bell.rung().is_empty());
    }

    #[test]
    fn for_a_select_there_is_one_message_until_it_is_forgotten() {
        let bell = Bell::new();
        bell.is_for_a_wait();
        bell.is_for_a_select();
        bell.ring();
        bell.ring();
        assert_eq!(bell.rung().len(), 1);
        bell.forget();
        assert!(bell.rung().is_empty());
    }
}
