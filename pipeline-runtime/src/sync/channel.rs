//! The bounded channel under an edge, and the message-less channel under a signal.

pub(crate) use crossbeam_channel::{
    Receiver, Select, Sender, TryRecvError, TrySendError, select_biased,
};

use super::lock::Mutex;

/// A channel that holds at most `bound` messages.
pub(crate) fn bounded<T>(bound: usize) -> (Sender<T>, Receiver<T>) {
    crossbeam_channel::bounded(bound)
}

/// Something that is closed once and wakes everybody who waits for it.
///
/// It carries no message: closing drops the only sender, and the receiver's disconnection is the news.
#[derive(Debug)]
pub(crate) struct Latch {
    opener: Mutex<Option<Sender<()>>>,
    closed: Receiver<()>,
}

impl Latch {
    pub(crate) fn new() -> Self {
        let (opener, closed) = bounded(0);
        Self {
            opener: Mutex::new(Some(opener)),
            closed,
        }
    }

    /// Closes it; a second time does nothing. Never blocks.
    pub(crate) fn close(&self) {
        // Taken out first: waking others is no business of the lock.
        let opener = self.opener.lock().take();
        drop(opener);
    }

    /// Disconnects when the latch is closed; fits a `select`.
    pub(crate) fn closed(&self) -> &Receiver<()> {
        &self.closed
    }

    /// Blocks until the latch is closed.
    pub(crate) fn wait(&self) {
        let _ = self.closed.recv();
    }
}

#[cfg(test)]
mod tests {
    use super::{Latch, TryRecvError};

    #[test]
    fn a_latch_closes_once_and_stays_closed() {
        let latch = Latch::new();
        assert_eq!(latch.closed().try_recv(), Err(TryRecvError::Empty));
        latch.close();
        latch.close();
        assert_eq!(latch.closed().try_recv(), Err(TryRecvError::Disconnected));
        latch.wait();
    }
}
