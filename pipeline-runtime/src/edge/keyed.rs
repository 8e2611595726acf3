//! The edges into a keyed region: one a worker; the same key always goes to the same one.

use super::ends::{Rx, Tx, edge};
use super::tally::{Site, Tally};
use super::{Feeder, Outlet};
use crate::sync::atomic::Arc;
use crate::sync::hash::RandomState;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;
use std::ops::ControlFlow::{self, Break, Continue};

/// The sending ends into a keyed region, before it is known what the key is.
#[derive(Debug)]
pub struct Lanes<T> {
    senders: Vec<Tx<T>>,
    /// Whether the worker has left.
    left: Vec<bool>,
}

/// The sending ends into a keyed region.
#[derive(Debug)]
pub struct KeyedTx<T, K, F> {
    lanes: Lanes<T>,
    key: F,
    hasher: RandomState,
    keys: PhantomData<fn() -> K>,
}

/// An edge a worker, all at one place of the plan.
pub(crate) fn keyed_edges<T>(
    workers: usize,
    bound: usize,
    site: &Site,
) -> (Lanes<T>, Vec<Rx<T>>, Vec<Arc<Tally>>) {
    let mut lanes = Lanes {
        senders: Vec::new(),
        left: vec![false; workers],
    };
    let (mut receivers, mut tallies) = (Vec::new(), Vec::new());
    for _ in 0..workers {
        let (tx, rx, tally) = edge(bound, site.clone());
        lanes.senders.push(tx);
        receivers.push(rx);
        tallies.push(tally);
    }
    (lanes, receivers, tallies)
}

impl<T, K: Hash, F: FnMut(&T) -> K> KeyedTx<T, K, F> {
    /// Sends every item to the worker of its key.
    pub(crate) fn new(lanes: Lanes<T>, key: F) -> Self {
        Self {
            lanes,
            key,
            hasher: RandomState::new(),
            keys: PhantomData,
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T, K: Hash, F: FnMut(&T) -> K> Outlet<T> for KeyedTx<T, K, F> {
    fn edges(&self) -> usize {
        self.lanes.senders.len()
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        for tx in &self.lanes.senders {
            tx.is_fed_by(feeder);
        }
    }

    #[inline]
    fn push(&mut self, item: T) -> ControlFlow<()> {
        let hash = self.hasher.hash_one((self.key)(&item));
        let Lanes { senders, left } = &mut self.lanes;
        let worker = usize::try_from(hash % senders.len().max(1) as u64).unwrap_or_default();
        let Some(tx) = senders.get_mut(worker) else {
            return Break(());
        };
        if tx.push(item).is_break() {
            // A worker that has left gets nothing more; the others go on.
            left[worker] = true;
            if left.iter().all(|left| *left) {
                return Break(());
            }
        }
        Continue(())
    }

    fn refuse(&mut self) {
        if let Some(tx) = self.lanes.senders.first_mut() {
            tx.refuse();
        }
    }
}
