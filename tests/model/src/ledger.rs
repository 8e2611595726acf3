//! Items that say what became of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The record of one execution's items. Its lock is the system's: no scheduling point is ever inside of it.
#[derive(Clone, Default)]
pub struct Ledger(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    made: u64,
    live: usize,
    delivered: Vec<u64>,
}

/// An item with an identity.
pub struct Item {
    pub id: u64,
    ledger: Ledger,
}

impl Ledger {
    /// Makes each item when it is pulled.
    pub fn source<I: IntoIterator<Item = u64>>(
        &self,
        ids: I,
    ) -> impl Iterator<Item = Item> + use<I> {
        let ledger = self.clone();
        ids.into_iter().map(move |id| ledger.item(id))
    }

    pub fn item(&self, id: u64) -> Item {
        let mut book = self.book();
        book.made += 1;
        book.live += 1;
        Item {
            id,
            ledger: self.clone(),
        }
    }

    /// A sink got it.
    pub fn deliver(&self, item: Item) {
        self.book().delivered.push(item.id);
        drop(item);
    }

    /// The identities that sinks got, in that order.
    pub fn delivered(&self) -> Vec<u64> {
        self.book().delivered.clone()
    }

    /// As `delivered`, sorted.
    pub fn sorted(&self) -> Vec<u64> {
        let mut all = self.delivered();
        all.sort_unstable();
        all
    }

    /// How many have been made, clones aside.
    pub fn made(&self) -> u64 {
        self.book().made
    }

    /// Every item has been dropped, and none twice (the language sees to that).
    pub fn assert_all_dropped(&self) {
        assert_eq!(self.book().live, 0, "items that are alive");
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Item {
    fn clone(&self) -> Self {
        self.ledger.book().live += 1;
        Self {
            id: self.id,
            ledger: self.ledger.clone(),
        }
    }
}

impl Drop for Item {
    fn drop(&mut self) {
        self.ledger.book().live -= 1;
    }
}
