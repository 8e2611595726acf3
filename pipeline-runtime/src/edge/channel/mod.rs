//! The channel back end: a bounded crossbeam channel with a gate and a grave.
//!
//! A crossbeam channel keeps its items alive after the last receiver has gone, until the last sender goes. The *grave* is
//! what empties it: the last receiver lays a receiving end there and drains; a sender that pushed meanwhile finds it when
//! it leaves and drains again. Both go through the grave's lock, so one of the two sees every item.

mod receiver;
mod sender;
#[cfg(test)]
mod tests;

pub use receiver::Late;
pub(super) use receiver::Tap;

use super::drain::drain;
use super::gate::Gate;
use super::tally::{Counter, Site, Tally};
use crate::mutants::{self, Mutant};
use crate::sync::atomic::{Arc, AtomicUsize};
use crate::sync::channel;
use crate::sync::lock::Mutex;

/// The sending end of an edge; cloned once for each worker that feeds it.
#[derive(Debug)]
pub struct Tx<T> {
    channel: channel::Sender<T>,
    pushed: Arc<Counter>,
    shared: Arc<Shared<T>>,
}

/// The receiving end of an edge; cloned once for each worker that shares it.
#[derive(Debug)]
pub struct Rx<T> {
    channel: channel::Receiver<T>,
    popped: Arc<Counter>,
    shared: Arc<Shared<T>>,
}

#[derive(Debug)]
struct Shared<T> {
    gate: Arc<Gate>,
    tally: Arc<Tally>,
    receivers: AtomicUsize,
    grave: Mutex<Option<channel::Receiver<T>>>,
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
    let (sender, receiver) = channel::bounded(room);
    let gate = Arc::new(Gate::new());
    let is_measured = site.roster.is_measured();
    let tally = Arc::new(Tally::new(site, bound, Arc::clone(&gate)));
    let shared = Arc::new(Shared {
        gate,
        tally: Arc::clone(&tally),
        receivers: AtomicUsize::new(1),
        grave: Mutex::new(None),
        is_item,
        is_measured,
    });
    let tx = Tx {
        channel: sender,
        pushed: tally.sender(),
        shared: Arc::clone(&shared),
    };
    let rx = Rx {
        channel: receiver,
        popped: tally.receiver(),
        shared,
    };
    (tx, rx, tally)
}

impl<T> Shared<T> {
    /// Drops what nobody will receive.
    fn empty(&self, receiver: &channel::Receiver<T>) {
        if mutants::is(Mutant::DropsInBulk) {
            return;
        }
        drain(|| {
            let item = receiver.try_recv().ok()?;
            self.tally.drop_one();
            if !(self.is_item)(&item) {
                self.tally.blank_dropped();
            }
            Some(item)
        });
    }
}
