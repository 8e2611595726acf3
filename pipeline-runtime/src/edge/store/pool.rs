//! The pool: one sender, several receivers. A ring whose receiving end the workers share, and a share for each of them.
//!
//! A worker takes several items at a time, so that the lock of the ring is not taken for each: the first is for itself, the
//! others are its *share*, from which another worker takes over half when it finds the ring empty. So nothing that a worker has
//! taken beyond the item in its hands has to wait for it.
//!
//! Items get into a share, and from one into another, under the ring's lock alone; their owner takes them out under the
//! share's own. So who holds the ring's lock and finds neither ring nor share to have any knows that there is nothing.
//! The room of the edge is counted by items taken, not by slots of the ring: its bound is exact.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::idle::Idle;
use super::pace::Pace;
use super::side::Side;
use crate::edge::gate::Gate;
use crate::mutants::{self, Mutant};
use crate::sync::atomic::{Arc, AtomicU64, AtomicUsize, Ordering};
use crate::sync::barrier::Barrier;
use crate::sync::channel::TryRecvError;
use crate::sync::lock::{Guard, Mutex};
use crate::sync::ring::{Consumer, Producer, PushError, Room, ring};
use std::collections::VecDeque;

/// The sending end of a pool.
#[derive(Debug)]
pub(in crate::edge) struct PoolTx<T> {
    slots: Producer<T>,
    room: Room,
    pool: Arc<Pool<T>>,
    pushed: u64,
    /// How many had been taken at the last look.
    taken: u64,
}

/// A worker's end.
#[derive(Debug)]
pub(in crate::edge) struct PoolRx<T> {
    pool: Arc<Pool<T>>,
    worker: usize,
    /// Whether its share may hold something.
    has_share: bool,
    pace: Pace,
}

/// What sender and workers have in common.
#[derive(Debug)]
pub(super) struct Pool<T> {
    bound: usize,
    slots: Mutex<Consumer<T>>,
    shares: Box<[Share<T>]>,
    idle: Idle,
    sender: Arc<Side>,
    /// How many it had pushed when it went to sleep.
    pushed: AtomicU64,
}

/// What a worker has got when it took more.
struct Taken<T> {
    /// For its hands.
    item: Option<T>,
    /// How many are in its share.
    share: usize,
    /// Whether there is something that another worker could take.
    leaves_any: bool,
}

/// What a worker has taken beyond the item in its hands.
#[derive(Debug)]
#[repr(align(128))] // each on lines of its own
struct Share<T> {
    items: Mutex<VecDeque<T>>,
    /// How many there are, for who only looks.
    len: AtomicUsize,
    /// How many items its worker has taken for itself so far; nobody else writes it.
    taken: AtomicU64,
}

impl<T> Default for Share<T> {
    fn default() -> Self {
        Self {
            items: Mutex::default(),
            len: AtomicUsize::new(0),
            taken: AtomicU64::new(0),
        }
    }
}

/// A pool of so many workers that holds at most `bound` items.
pub(super) fn new<T>(
    bound: usize,
    workers: usize,
    barrier: Barrier,
    gate: &Gate,
) -> (PoolTx<T>, Vec<PoolRx<T>>) {
    let (slots, consumer) = ring(bound);
    let pool = Arc::new(Pool {
        bound,
        slots: Mutex::new(consumer),
        shares: (0..workers).map(|_| Share::default()).collect(),
        idle: Idle::new(workers, barrier, gate),
        sender: Side::new(barrier, gate),
        pushed: AtomicU64::new(0),
    });
    let ends = (0..workers).map(|worker| PoolRx {
        pool: Arc::clone(&pool),
        worker,
        has_share: false,
        pace: Pace::new(bound, workers),
    });
    let ends = ends.collect();
    let tx = PoolTx {
        slots,
        room: Room::of(bound),
        pool,
        pushed: 0,
        taken: 0,
    };
    (tx, ends)
}

impl<T> Pool<T> {
    fn taken(&self) -> u64 {
        // Acquire: the slot of an item that has been taken is seen to be free.
        let taken = |share: &Share<T>| share.taken.load(Ordering::Acquire);
        self.shares.iter().map(taken).sum()
    }

    /// The sender sleeps, and there is room.
    #[cold]
    fn has_room(&self) {
        let held = self
            .pushed
            .load(Ordering::Acquire)
            .saturating_sub(self.taken());
        if held <= self.bound as u64 / 2 {
            self.sender.wake();
        } else {
            self.sender.wake_later();
        }
    }

    /// Takes some of the `held` items of the ring.
    fn take_some(
        &self,
        mut slots: Guard<'_, Consumer<T>>,
        held: usize,
        worker: usize,
        pace: &mut Pace,
    ) -> Taken<T> {
        let some = if self.idle.is_anybody() {
            1
        } else {
            pace.next_share(held)
        };
        pace.took(some);
        let item = slots.pop().ok();
        let mut share = 0;
        if some > 1 {
            let rest = std::iter::from_fn(|| slots.pop().ok()).take(some - 1);
            ((), share) = self.shares[worker].change(|items| items.extend(rest));
        }
        Taken {
            item,
            share,
            leaves_any: held > 1,
        }
    }

    /// Takes over half of what another worker has, while the ring, which is empty, is locked.
    #[cold]
    fn take_over(
        &self,
        _slots: Guard<'_, Consumer<T>>,
        worker: usize,
        pace: &mut Pace,
    ) -> Taken<T> {
        pace.pauses();
        let others = (1..self.shares.len()).map(|distance| (worker + distance) % self.shares.len());
        for other in others.map(|other| &self.shares[other]) {
            if mutants::is(Mutant::NoStealing) || !other.has_any() {
                continue;
            }
            let (mut half, left) = other.change(|items| {
                let half = items.len().div_ceil(2);
                items.drain(..half).collect::<VecDeque<_>>()
            });
            let Some(item) = half.pop_front() else {
                continue;
            };
            pace.took(half.len() + 1);
            let ((), share) = self.shares[worker].change(|items| items.append(&mut half));
            return Taken {
                item: Some(item),
                share,
                leaves_any: left + share > 0,
            };
        }
        Taken {
            item: None,
            share: 0,
            leaves_any: false,
        }
    }

    /// Whether there is anything to take. To be asked under the ring's lock.
    fn has_any(&self, slots: &Consumer<T>) -> bool {
        !slots.is_empty() || self.shares.iter().any(Share::has_any)
    }
}

impl<T> Share<T> {
    fn has_any(&self) -> bool {
        self.len.load(Ordering::Acquire) > 0
    }

    /// Changes it; gives how many it has then, too.
    fn change<R>(&self, change: impl FnOnce(&mut VecDeque<T>) -> R) -> (R, usize) {
        let mut items = self.items.lock();
        let changed = change(&mut items);
        let len = items.len();
        self.len.store(len, Ordering::Release);
        (changed, len)
    }
}

impl<T> PoolTx<T> {
    /// Puts the item in; gives it back when there is no room.
    #[inline(always)]
    pub(super) fn put(&mut self, item: T) -> Result<(), T> {
        let is_full = self.pushed - self.taken >= self.pool.bound as u64 && self.is_full();
        if is_full || !self.room.takes_one(&mut self.slots) {
            return Err(item);
        }
        self.slots
            .push(item)
            .map_err(|PushError::Full(item)| item)?;
        self.pushed += 1;
        self.pool.idle.call();
        Ok(())
    }

    #[inline(never)]
    fn is_full(&mut self) -> bool {
        self.taken = self.pool.taken();
        self.pushed - self.taken >= self.pool.bound as u64
    }

    /// Sends the item. Blocks; gives it back when the gate shuts.
    pub(super) fn send_unless(&mut self, item: T, gate: &Gate) -> Result<(), T> {
        let (pool, pushed) = (&*self.pool, self.pushed);
        pool.pushed.store(pushed, Ordering::Release);
        let is_free = || pushed - pool.taken() < pool.bound as u64;
        // It naps: its wake-up may be put off by a worker that never sleeps, but waits for something of its own.
        if pool.sender.sleep(gate, true, is_free) {
            self.put(item)
        } else {
            Err(item)
        }
    }

    /// How many items it holds.
    pub(super) fn len(&self) -> usize {
        usize::try_from(self.pushed - self.pool.taken()).unwrap_or(usize::MAX)
    }
}

impl<T> Drop for PoolTx<T> {
    fn drop(&mut self) {
        self.pool.sender.ends();
        self.pool.idle.call_all();
    }
}

impl<T> PoolRx<T> {
    #[inline]
    fn take(&mut self) -> Option<T> {
        let own = if self.has_share {
            self.take_own()
        } else {
            None
        };
        let item = own.or_else(|| self.take_more())?;
        let share = &self.pool.shares[self.worker];
        // No read-modify-write: nobody else writes it.
        let taken = share.taken.load(Ordering::Relaxed);
        share.taken.store(taken + 1, Ordering::Release);
        if self.pool.sender.sleeps() {
            self.pool.has_room();
        }
        Some(item)
    }

    #[inline]
    fn take_own(&mut self) -> Option<T> {
        // Another worker may have taken it over.
        let (item, left) = self.pool.shares[self.worker].change(VecDeque::pop_front);
        self.has_share = left > 0;
        item
    }

    /// Takes from the ring, or from another worker's share.
    #[inline(never)]
    fn take_more(&mut self) -> Option<T> {
        let slots = self.pool.slots.lock();
        let taken = match slots.slots() {
            0 => self.pool.take_over(slots, self.worker, &mut self.pace),
            held => self
                .pool
                .take_some(slots, held, self.worker, &mut self.pace),
        };
        self.has_share = taken.share > 0;
        // Who leaves work behind calls the next one, and so on: no worker sleeps beside work.
        if taken.leaves_any && !mutants::is(Mutant::CallsNobody) {
            self.pool.idle.call();
        }
        taken.item
    }

    pub(super) fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self.take() {
            Some(item) => Ok(item),
            None => self.look_again(),
        }
    }

    #[cold]
    fn look_again(&mut self) -> Result<T, TryRecvError> {
        if !self.pool.sender.is_gone() {
            return Err(TryRecvError::Empty);
        }
        // What was sent before the end was said is seen now.
        self.take().ok_or(TryRecvError::Disconnected)
    }

    /// The next item. Blocks; `None` when the gate shuts, or nobody sends any more.
    pub(super) fn recv_unless(&mut self, gate: &Gate) -> Option<T> {
        loop {
            let lie_down = || self.lies_down();
            let is_ready = self
                .side()
                .sleep_as(gate, false, lie_down, || self.is_ready());
            self.gets_up();
            if !is_ready {
                return None;
            }
            // Another worker may have been faster.
            match self.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
        }
    }

    /// Whether a look would find an item, or the end.
    pub(super) fn is_ready(&self) -> bool {
        // In this order: what was sent before the end was said is seen.
        self.pool.sender.is_gone() || self.pool.has_any(&self.pool.slots.lock())
    }

    pub(super) fn lies_down(&self) {
        self.pool.idle.lies_down(self.worker);
    }

    pub(super) fn gets_up(&self) {
        self.pool.idle.gets_up(self.worker);
    }

    /// Where it is woken.
    pub(super) fn side(&self) -> &Side {
        self.pool.idle.side(self.worker)
    }
}

impl<T> Drop for PoolRx<T> {
    fn drop(&mut self) {
        // It may have been called for an item, or have a share: another one is called in its place.
        self.pool.idle.call();
    }
}
