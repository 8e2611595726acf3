//! What a thread owes to others before it sleeps: wake-ups that it has put off.
//!
//! A sender that sleeps in front of a full edge is woken when half of it is free, not at the first free slot: one wake-up for
//! half an edge, not one an item. But no sender may sleep beside free room while its receiver sleeps too, on whatever: so a
//! thread pays what it owes before it goes to sleep anywhere.

use crate::mutants::{self, Mutant};
use crate::sync::atomic::Arc;
use crate::sync::thread::thread_local;
use std::cell::RefCell;

/// Somebody who is owed a wake-up.
pub(crate) trait Owed {
    /// Wakes him, if he still sleeps. Never blocks.
    fn pay(&self);
}

thread_local! {
    static DEBTS: RefCell<Vec<Arc<dyn Owed>>> = const { RefCell::new(Vec::new()) };
}

/// This thread owes somebody a wake-up. Each is to be entered once until it is paid.
pub(crate) fn owe(owed: Arc<dyn Owed>) {
    // A thread that is going away has nowhere to note it: it pays at once.
    let mut owed = Some(owed);
    let _ = DEBTS.try_with(|debts| debts.borrow_mut().extend(owed.take()));
    if let Some(owed) = owed {
        owed.pay();
    }
}

/// Pays what this thread owes. Never blocks.
pub(crate) fn pay() {
    if mutants::is(Mutant::NeverPays) {
        return;
    }
    let debts = DEBTS.try_with(RefCell::take).unwrap_or_default();
    for owed in debts {
        owed.pay();
    }
}
