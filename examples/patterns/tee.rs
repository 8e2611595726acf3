//! The tee-channel: every item goes to each of several readers.
//!
//! The orders of a day: the journal writes each one down, the bills add them up for each customer, and a gift goes to the
//! first large one.
//!
//! Go leaves it to discipline: for each item the outputs are shadowed and set to `nil` one by one, two of them and no more,
//! and a reader that leaves stops the others. Here there are as many branches as names, a branch that is never read does not
//! compile, and one that ends early is detached while the others go on. A slow branch slows the others and loses nothing.

use pipewright::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) customer: &'static str,
    pub(crate) cents: u64,
}

#[derive(Debug)]
pub(crate) struct Day {
    pub(crate) journal: Vec<String>,
    pub(crate) bills: BTreeMap<&'static str, u64>,
    pub(crate) gift: Option<Arc<Order>>,
}

fn main() -> Result<(), pipewright::Error> {
    let orders = [
        ("ann", 1250),
        ("bob", 9900),
        ("ann", 300),
        ("cid", 12_000),
        ("bob", 100),
    ];
    let day = close_day(orders.map(|(customer, cents)| Order { customer, cents }))?;
    for line in day.journal {
        println!("{line}");
    }
    for (customer, cents) in day.bills {
        println!("{customer} owes {cents}");
    }
    if let Some(order) = day.gift {
        println!("a gift for {}", order.customer);
    }
    Ok(())
}

// In Go, for each item and twice around:
//     select { case journal <- o: journal = nil; case bills <- o: bills = nil }
pub(crate) fn close_day(
    orders: impl IntoIterator<Item = Order, IntoIter: Send>,
) -> Result<Day, pipewright::Error> {
    pipeline!({
        // What is cloned for each branch is a pointer.
        let (journal, bills, large) = from(orders) >> map(Arc::new) >> tee;
        let journal = journal
            >> enumerate
            >> map(|(index, order)| format!("{index}: {} {}", order.customer, order.cents))
            >> collect::<Vec<_>>();
        let gift = large >> find(|order| order.cents >= 5000);
        let bills = bills >> fold_by(|order| order.customer, 0, |sum, order| sum + order.cents);
        Day {
            journal,
            bills: bills.into_iter().collect(),
            gift,
        }
    })
    .run()
}
