//! R17 and R25 for what lies in an open batch: it is dropped item by item. Two drops of one `Vec` that panic, or one while the
//! thread unwinds already, would end the process.
//!
//! Each in a process of its own, for that reason.

use crate::alone::alone;
use crate::support::faults::{Planted, planted_panic_of};
use crate::support::gate::Gate;
use crate::support::ledger::{Ledger, Tracked};
use pipewright::prelude::*;

#[test]
fn r25_two_items_of_an_open_batch_that_panic_when_they_are_dropped() {
    const NAME: &str =
        "endings::open_batch::r25_two_items_of_an_open_batch_that_panic_when_they_are_dropped";
    alone(NAME, || {
        let ledger = Ledger::default();
        let source = ledger.source(0..).map(|item| match item.id {
            0 | 1 => item.panics_on_drop(Planted(25)),
            _ => item,
        });
        let fails = |item: Tracked| {
            if item.id == 3 {
                Err("the failure")
            } else {
                Ok(item)
            }
        };
        let run = || pipeline!(from(source) >> map(fails)? >> batch(100) >> for_each(drop)).run();
        assert_eq!(planted_panic_of(run), Planted(25));
        ledger.assert_all_dropped();
    });
}

#[test]
fn r25_two_items_of_an_open_timed_batch_that_panic_when_they_are_dropped() {
    const NAME: &str = "endings::open_batch::r25_two_items_of_an_open_timed_batch_that_panic_when_they_are_dropped";
    alone(NAME, || {
        let (ledger, gate) = (Ledger::default(), Gate::default());
        let stands = gate.clone();
        let source = ledger.source(0..4).map(move |item| {
            if item.id < 3 {
                return item.panics_on_drop(Planted(25));
            }
            stands.pass();
            item
        });
        let run = pipeline!(move || from(source) >> batch(100, 1h) >> for_each(drop)).spawn();
        let control = run.control();
        // Until the run has begun there is no edge.
        while control
            .report()
            .edges()
            .first()
            .map_or(0, pipewright::EdgeReport::popped)
            < 3
        {
            std::thread::yield_now();
        }
        control.cancel();
        gate.open();
        assert_eq!(planted_panic_of(|| run.join()), Planted(25));
        ledger.assert_all_dropped();
    });
}

#[test]
fn r17_a_panic_in_front_of_an_open_batch_whose_item_panics_when_it_is_dropped() {
    const NAME: &str = "endings::open_batch::r17_a_panic_in_front_of_an_open_batch_whose_item_panics_when_it_is_dropped";
    alone(NAME, || {
        let ledger = Ledger::default();
        let source = ledger.source(0..).map(|item| match item.id {
            0 => item.panics_on_drop(Planted(25)),
            3 => {
                drop(item);
                Planted(26).panic()
            }
            _ => item,
        });
        let run = || pipeline!(from(source) >> batch(100) >> for_each(drop)).run();
        assert_eq!(planted_panic_of(run), Planted(26));
        ledger.assert_all_dropped();
    });
}
