//! The two ends of an edge: a store of items, a gate, counts, and the waiting.
//!
//! A sender may push while the last receiver leaves, and nobody will receive that item. So the last receiver lays down what it
//! used where the senders find it (the *grave*) and drains it; a sender that pushed meanwhile drains it again when it leaves.
//! Both go through the store's lock, so one of the two sees every item.

mod receiver;
mod sender;
#[cfg(test)]
mod tests;

pub use receiver::Late;
pub(super) use receiver::Tap;

use super::drain::drain;
use super::gate::Gate;
use super::store::{ReceiveFrom, SendTo, Store};
use super::tally::{Counter, Site, Tally};
use crate::mutants::{self, Mutant};
use crate::sync::atomic::Arc;
use crate::sync::backoff::Backoff;
use crate::sync::lock::Mutex;

/// The sending end of an edge; cloned once for each worker that feeds it.
#[derive(Debug)]
pub struct Tx<T> {
    to: SendTo<T>,
    gate: Arc<Gate>,
    pushed: Arc<Counter>,
    backoff: Backoff,
    shared: Arc<Shared<T>>,
}

/// The receiving end of an edge; cloned once for each worker that shares it.
#[derive(Debug)]
pub struct Rx<T> {
    from: ReceiveFrom<T>,
    gate: Arc<Gate>,
    popped: Arc<Counter>,
    backoff: Backoff,
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    tally: Arc<Tally>,
    store: Mutex<Store<T>>,
    /// Whether what is dropped inside is an item.
    is_item: fn(&T) -> bool,
    is_measured: bool,
}

/// A new edge that holds at most `bound` items, with what is known of it outside.
pub(crate) fn edge<T>(bound: usize, site: Site) -> (Tx<T>, Rx<T>, Arc<Tally>) {
    edge_of(bound, site, |_| true)
}

/// The same, of messages of which some carry no item.
pub(super) fn edge_of<T>(
    bound: usize,
    site: Site,
    is_item: fn(&T) -> bool,
) -> (Tx<T>, Rx<T>, Arc<Tally>) {
    let room = if mutants::is(Mutant::ExceedsTheBound) {
        2 * bound + 8
    } else {
        bound
    };
    let gate = Arc::new(Gate::new());
    let is_measured = site.roster.is_measured();
    let tally = Arc::new(Tally::new(site, bound, Arc::clone(&gate)));
    let shared = Arc::new(Shared {
        tally: Arc::clone(&tally),
        store: Mutex::new(Store::new(room)),
        is_item,
        is_measured,
    });
    let tx = Tx {
        to: SendTo::Undecided,
        gate: Arc::clone(&gate),
        pushed: tally.sender(),
        backoff: Backoff::default(),
        shared: Arc::clone(&shared),
    };
    let rx = Rx {
        from: ReceiveFrom::Undecided,
        gate,
        popped: tally.receiver(),
        backoff: Backoff::default(),
        shared,
    };
    (tx, rx, tally)
}

impl<T> Shared<T> {
    /// Drops what nobody will receive.
    fn empty(&self) {
        if mutants::is(Mutant::DropsInBulk) {
            return;
        }
        drain(|| {
            let item = self.store.lock().take_one()?;
            self.tally.drop_one();
            if !(self.is_item)(&item) {
                self.tally.blank_dropped();
            }
            Some(item)
        });
    }
}
