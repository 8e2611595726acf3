//! The message-less channel under a signal.

use super::atomic::{Arc, Weak};
use super::channel::{Receiver, Sender, TryRecvError, bounded};
use super::lock::Mutex;

/// Something that is closed once and wakes everybody who waits for it.
///
/// It carries no message: closing drops the only sender, and the receiver's disconnection is the news.
#[derive(Debug)]
pub(crate) struct Latch {
    open: Mutex<Option<Open>>,
    closed: Receiver<()>,
    /// The latches that it follows, which have to be there for that; they know it only weakly.
    followed: Vec<Arc<Latch>>,
}

/// What an open latch holds.
#[derive(Debug)]
struct Open {
    _opener: Sender<()>,
    /// The latches that close with this one.
    followers: Vec<Weak<Latch>>,
    /// How many followers there may be before those that have gone are looked for.
    swept_at: usize,
}

impl Latch {
    pub(crate) fn new() -> Self {
        let (opener, closed) = bounded(0);
        Self {
            open: Mutex::new(Some(Open {
                _opener: opener,
                followers: Vec::new(),
                swept_at: 8,
            })),
            closed,
            followed: Vec::new(),
        }
    }

    /// One that closes when any of the others does, which may be now. Never blocks.
    pub(crate) fn following(others: Vec<Arc<Self>>) -> Arc<Self> {
        let mut latch = Self::new();
        // What is closed has nothing more to say, and need not be kept.
        if others.iter().any(|other| other.is_closed()) {
            latch.close();
            return Arc::new(latch);
        }
        latch.followed = others;
        let latch = Arc::new(latch);
        for other in &latch.followed {
            latch.follow(other);
        }
        latch
    }

    /// Closes it and all that follow it; a second time does nothing. Never blocks.
    pub(crate) fn close(&self) {
        // Taken out first: waking others is no business of the lock. A list, not a recursion: chains may be long.
        let mut closing: Vec<Weak<Self>> = self.take();
        while let Some(follower) = closing.pop() {
            if let Some(follower) = follower.upgrade() {
                closing.extend(follower.take());
            }
        }
    }

    fn take(&self) -> Vec<Weak<Self>> {
        let mut open = self.open.lock();
        // The opener goes under the lock: who finds the lock free finds the latch closed, and not only about to be.
        open.take().map_or(Vec::new(), |open| open.followers)
    }

    /// Closes `self` when `other` is closed, which may be now. Never blocks.
    pub(super) fn follow(self: &Arc<Self>, other: &Self) {
        if crate::mutants::is(crate::mutants::Mutant::OrphanedChild) {
            return;
        }
        let mut open = other.open.lock();
        let Some(open) = open.as_mut() else {
            self.close();
            return;
        };
        if open.followers.len() >= open.swept_at {
            open.followers
                .retain(|follower| follower.strong_count() > 0);
            open.swept_at = 2 * open.followers.len().max(4);
        }
        open.followers.push(Arc::downgrade(self));
    }

    /// Whether it is closed. Never blocks.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed.try_recv() == Err(TryRecvError::Disconnected)
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

impl Drop for Latch {
    fn drop(&mut self) {
        // A list, not a recursion: chains may be long.
        let mut going = std::mem::take(&mut self.followed);
        while let Some(latch) = going.pop() {
            if let Some(mut latch) = Arc::into_inner(latch) {
                going.append(&mut latch.followed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Latch};

    #[test]
    fn a_latch_closes_once_and_stays_closed() {
        let latch = Latch::new();
        assert!(!latch.is_closed());
        latch.close();
        latch.close();
        assert!(latch.is_closed());
        latch.wait();
    }

    #[test]
    fn a_latch_closes_with_the_one_it_follows_and_not_the_other_way() {
        let [parent, child, grandchild] = std::array::from_fn(|_| Arc::new(Latch::new()));
        grandchild.follow(&child);
        child.follow(&parent);
        child.close();
        assert!(!parent.is_closed() && grandchild.is_closed());
        let late = Arc::new(Latch::new());
        late.follow(&child);
        assert!(late.is_closed());
    }

    #[test]
    fn a_latch_forgets_followers_that_have_gone() {
        let parent = Latch::new();
        for _ in 0..1000 {
            Arc::new(Latch::new()).follow(&parent);
        }
        assert!(parent.open.lock().as_ref().unwrap().followers.len() <= 8);
    }

    #[test]
    fn a_long_chain_of_latches_closes_without_a_deep_stack() {
        let first = Arc::new(Latch::new());
        let chain = (0..100_000).scan(Arc::clone(&first), |last, _| {
            let next = Arc::new(Latch::new());
            next.follow(last);
            *last = Arc::clone(&next);
            Some(next)
        });
        let chain: Vec<_> = chain.collect();
        first.close();
        assert!(chain.iter().all(|latch| latch.is_closed()));
    }
}
