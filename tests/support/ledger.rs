//! Items that say what became of each of them, by identity: one lost and one doubled do not make up for each other.

use super::faults::Planted;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The record of one test's items. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Ledger(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    lines: BTreeMap<u64, Line>,
    /// In the order of delivery.
    delivered: Vec<u64>,
    live: usize,
    most_live: usize,
}

#[derive(Clone, Copy, Default)]
struct Line {
    created: usize,
    cloned: usize,
    dropped: usize,
    delivered: usize,
}

impl Ledger {
    /// A new item with this identity.
    pub(crate) fn item(&self, id: u64) -> Tracked {
        let mut book = self.book();
        book.line(id).created += 1;
        book.comes_alive();
        drop(book);
        Tracked {
            id,
            ledger: self.clone(),
            on_drop: None,
            on_clone: None,
        }
    }

    /// A source: makes each item when it is pulled.
    pub(crate) fn source<I>(&self, ids: I) -> impl Iterator<Item = Tracked> + use<I>
    where
        I: IntoIterator<Item = u64>,
    {
        let ledger = self.clone();
        ids.into_iter().map(move |id| ledger.item(id))
    }

    /// Records that a sink got the item, which ends here.
    pub(crate) fn deliver(&self, item: Tracked) {
        let mut book = self.book();
        book.line(item.id).delivered += 1;
        book.delivered.push(item.id);
        drop(book);
        drop(item);
    }

    /// How many items have been made so far.
    pub(crate) fn pulled(&self) -> usize {
        self.book().lines.values().map(|line| line.created).sum()
    }

    /// The identities that sinks got, in that order.
    pub(crate) fn delivered(&self) -> Vec<u64> {
        self.book().delivered.clone()
    }

    /// The most items that were alive at the same time.
    pub(crate) fn most_live(&self) -> usize {
        self.book().most_live
    }

    /// How often items were cloned.
    pub(crate) fn clones(&self) -> usize {
        self.book().lines.values().map(|line| line.cloned).sum()
    }

    /// Every item and every clone of it has been dropped, once.
    pub(crate) fn assert_all_dropped(&self) {
        self.assert_none("dropped too seldom", |line| {
            line.dropped < line.created + line.cloned
        });
        self.assert_none("dropped too often", |line| {
            line.dropped > line.created + line.cloned
        });
    }

    /// Every item that was pulled was delivered, `times` times, and nothing is alive any more.
    pub(crate) fn assert_all_delivered(&self, times: usize) {
        self.assert_none("lost", |line| line.delivered < times * line.created);
        self.assert_none("doubled", |line| line.delivered > times * line.created);
        self.assert_all_dropped();
    }

    /// No item was delivered more than once, and nothing is alive any more: what holds for every ending.
    pub(crate) fn assert_none_doubled(&self) {
        self.assert_none("doubled", |line| line.delivered > line.created);
        self.assert_all_dropped();
    }

    fn assert_none(&self, what: &str, is_wrong: impl Fn(&Line) -> bool) {
        let book = self.book();
        let wrong = book.lines.iter().filter(|(_, line)| is_wrong(line));
        let wrong: Vec<u64> = wrong.map(|(id, _)| *id).collect();
        drop(book);
        assert!(wrong.is_empty(), "{what}: {wrong:?}");
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        // A panic that a test wants must not become another one here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    fn line(&mut self, id: u64) -> &mut Line {
        self.lines.entry(id).or_default()
    }

    fn comes_alive(&mut self) {
        self.live += 1;
        self.most_live = self.most_live.max(self.live);
    }
}

/// An item with an identity, whose clones and drops are recorded, and may be made to panic.
pub(crate) struct Tracked {
    pub(crate) id: u64,
    ledger: Ledger,
    on_drop: Option<Planted>,
    on_clone: Option<Planted>,
}

impl Tracked {
    /// What a closure calls that is to own the item (the name of a field would capture that field alone).
    pub(crate) fn is_here(&self) -> bool {
        self.ledger.pulled() > 0
    }

    /// The same item, but dropping it panics (after it was recorded).
    pub(crate) fn panics_on_drop(mut self, payload: Planted) -> Self {
        self.on_drop = Some(payload);
        self
    }

    /// The same item, but cloning it panics.
    pub(crate) fn panics_on_clone(mut self, payload: Planted) -> Self {
        self.on_clone = Some(payload);
        self
    }
}

impl Clone for Tracked {
    fn clone(&self) -> Self {
        if let Some(payload) = self.on_clone {
            payload.panic();
        }
        let mut book = self.ledger.book();
        book.line(self.id).cloned += 1;
        book.comes_alive();
        drop(book);
        Self {
            id: self.id,
            ledger: self.ledger.clone(),
            on_drop: self.on_drop,
            on_clone: self.on_clone,
        }
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        let mut book = self.ledger.book();
        book.line(self.id).dropped += 1;
        book.live -= 1;
        drop(book);
        if let Some(payload) = self.on_drop {
            payload.panic();
        }
    }
}

impl fmt::Debug for Tracked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.id)
    }
}

mod tests {
    use super::Ledger;
    use crate::support::faults::{Planted, panic_of};

    #[test]
    fn a_ledger_counts_what_happened_to_each_item() {
        let ledger = Ledger::default();
        for item in ledger.source(0..3) {
            ledger.deliver(item.clone());
            ledger.deliver(item);
        }
        ledger.assert_all_delivered(2);
        assert_eq!(ledger.delivered(), [0, 0, 1, 1, 2, 2]);
        assert_eq!(
            (ledger.pulled(), ledger.clones(), ledger.most_live()),
            (3, 3, 2)
        );
    }

    #[test]
    fn control_a_ledger_notices_an_item_that_is_lost() {
        let ledger = Ledger::default();
        for item in ledger.source(0..3) {
            if item.id == 1 {
                drop(item);
            } else {
                ledger.deliver(item);
            }
        }
        let panic = panic_of(|| ledger.assert_all_delivered(1));
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "lost: [1]");
    }

    #[test]
    fn control_a_ledger_notices_that_one_is_lost_although_another_is_doubled() {
        let ledger = Ledger::default();
        let items: Vec<_> = ledger.source(0..2).collect();
        ledger.deliver(items[0].clone());
        ledger.deliver(items[0].clone());
        drop(items);
        let panic = panic_of(|| ledger.assert_all_delivered(1));
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "lost: [1]");
        let panic = panic_of(|| ledger.assert_none_doubled());
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "doubled: [0]");
    }

    #[test]
    fn control_a_ledger_notices_an_item_that_is_never_dropped() {
        let ledger = Ledger::default();
        std::mem::forget(ledger.item(7));
        let panic = panic_of(|| ledger.assert_all_dropped());
        let message = panic.downcast_ref::<String>().unwrap();
        assert_eq!(message, "dropped too seldom: [7]");
    }

    #[test]
    fn an_item_panics_where_it_was_told_to_and_is_recorded_all_the_same() {
        let ledger = Ledger::default();
        let item = ledger.item(0).panics_on_clone(Planted(1));
        assert_eq!(panic_of(|| item.clone()).downcast_ref(), Some(&Planted(1)));
        let item = item.panics_on_drop(Planted(2));
        assert_eq!(panic_of(|| drop(item)).downcast_ref(), Some(&Planted(2)));
        ledger.assert_all_dropped();
    }
}
