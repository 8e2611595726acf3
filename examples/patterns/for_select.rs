//! The for-select loop: one loop, one state, several channels of different types.
//!
//! A shop's desk: an order is shipped when it and its payment are there, whichever comes first. A clock looks in every hour.
//!
//! Go leaves it to discipline: a closed channel is always ready, so each case has to notice the end and take its channel out
//! of the loop, and somebody has to count when all are out. Here the loop ends when every stream has ended that can (a clock
//! cannot, and is not waited for), `at_end` gets the state exactly once, and no stream that has an item waits for ever.

use pipewright::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order {
    pub(crate) number: u32,
    pub(crate) article: &'static str,
}

#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) order: u32,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Outcome {
    Shipped(Order),
    NeverPaid(Order),
    /// A payment for an order that nobody knows.
    SentBack(u32),
}

fn main() -> Result<(), pipewright::Error> {
    let order = |number, article| Order { number, article };
    let orders = [order(1, "lamp"), order(2, "chair"), order(3, "table")];
    let payments = [3, 7, 1].map(|order| Payment { order });
    for outcome in settle(&orders, &payments)? {
        match outcome {
            Outcome::Shipped(Order { number, article }) => {
                println!("order {number}: ship {article}");
            }
            Outcome::NeverPaid(Order { number, .. }) => {
                println!("order {number}: never paid");
            }
            Outcome::SentBack(number) => {
                println!("order {number}: unknown, money sent back");
            }
        }
    }
    Ok(())
}

/// What waits for its other half.
#[derive(Default)]
struct Desk {
    orders: BTreeMap<u32, Order>,
    payments: BTreeSet<u32>,
}

// In Go every case of the loop ends its own channel:
//     case p, open := <-payments: if !open { payments = nil; continue }
pub(crate) fn settle(
    orders: &[Order],
    payments: &[Payment],
) -> Result<BTreeSet<Outcome>, pipewright::Error> {
    pipeline!({
        let orders = from(orders) >> cloned;
        let payments = from(payments) >> map(|payment| payment.order);
        let clock = ticks(1h);
        (orders, payments, clock)
            >> select(
                Desk::default(),
                |desk, order, out| {
                    if desk.payments.remove(&order.number) {
                        let _ = out.push(Outcome::Shipped(order));
                    } else {
                        desk.orders.insert(order.number, order);
                    }
                },
                |desk, number, out| {
                    if let Some(order) = desk.orders.remove(&number) {
                        let _ = out.push(Outcome::Shipped(order));
                    } else {
                        desk.payments.insert(number);
                    }
                },
                |desk, _, _| eprintln!("{} orders wait for their money", desk.orders.len()),
                at_end = |desk, out| {
                    let unpaid = desk.orders.into_values().map(Outcome::NeverPaid);
                    let unknown = desk.payments.into_iter().map(Outcome::SentBack);
                    let _ = unpaid
                        .chain(unknown)
                        .try_for_each(|outcome| out.push(outcome));
                },
            )
            >> collect
    })
    .run()
}
