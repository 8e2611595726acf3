//! A pipeline whose tail is a stream is an iterator.

use crate::support::faults::{Fault, Planted, planted_in, planted_panic_of};
use crate::support::gate::Gate;
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;

#[test]
fn with_iter_gives_the_items_to_a_closure_and_may_borrow() {
    watched(|| {
        let words = vec!["a".to_owned(), "bb".to_owned()];
        let mut seen = Vec::new();
        let total = pipeline!(from(&words) >> fan_out(2, ordered) >> map(String::as_str) >> fan_in)
            .with_iter(|items| {
                let mut total = 0;
                for word in items {
                    seen.push(word);
                    total += word.len();
                }
                total
            })
            .unwrap();
        assert_eq!((seen, total), (vec!["a", "bb"], 3));
    });
}

#[test]
fn a_closure_that_returns_early_ends_the_run_well() {
    watched(|| {
        let ledger = Ledger::default();
        let first: Vec<u64> = pipeline!(from(ledger.source(0..)) >> buffer(1))
            .capacity(2)
            .with_iter(|items| items.take(3).map(|item| item.id).collect())
            .unwrap();
        assert_eq!(first, [0, 1, 2]);
        assert!(ledger.pulled() < 20);
        ledger.assert_all_dropped();
        let none = pipeline!(from(0_u64..) >> filter(|_| false)).with_iter(|items| drop(items));
        assert!(none.is_ok());
    });
}

#[test]
fn a_closure_that_returns_early_leaves_a_quiet_receiver() {
    watched(|| {
        macro_rules! leaves {
            (|$rx:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let (tx, $rx) = crossbeam_channel::unbounded();
                tx.send(7_u64).unwrap();
                let first = pipeline!($($pipeline)*).with_iter(|mut items| items.next());
                assert_eq!(first.unwrap(), Some(7));
                drop(tx);
            }};
        }
        leaves!(|rx| receive(rx) >> map(|n| n));
        leaves!(|rx| receive(rx) >> buffer(1) >> map(|n| n) >> buffer(1) >> map(|n| n));
        leaves!(|rx| receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in);
        leaves!(|rx| receive(rx) >> fan_out(2, ordered) >> map(|n| n) >> fan_in);
        leaves!(|rx| receive(rx) >> batch(1, 1h) >> flatten);
    });
}

#[test]
fn an_error_is_the_outcome_although_the_closure_returned() {
    watched(|| {
        let fault = Fault::Error(5);
        let outcome = pipeline!(from(0..9_u64) >> buffer(1) >> map(|n| fault.at(n))?)
            .with_iter(|items| items.count());
        assert_eq!(planted_in(&outcome.unwrap_err()), Some(Planted(5)));
    });
}

#[test]
fn a_panic_of_the_closure_or_of_the_pipeline_comes_out_of_with_iter() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded();
        tx.send(1).unwrap();
        let panics = || {
            pipeline!(receive(rx) >> fan_out(2) >> map(|n: u64| n) >> fan_in).with_iter(
                |mut items| {
                    items.next();
                    Planted(1).panic()
                },
            )
        };
        assert_eq!(planted_panic_of::<Result<(), _>>(panics), Planted(1));
        drop(tx);
        let fault = Fault::Panic(2);
        let panics = || {
            pipeline!(from(0..9_u64) >> buffer(1) >> map(|n| fault.at(n)))
                .with_iter(|items| items.count())
        };
        assert_eq!(planted_panic_of(panics), Planted(2));
    });
}

#[test]
fn iter_gives_the_items_and_ends() {
    watched(|| {
        let items =
            pipeline!(move || from(0..100_u64) >> fan_out(2, ordered) >> map(|n| n * 2) >> fan_in)
                .iter();
        let items: Result<Vec<u64>, _> = items.collect();
        assert!(items.unwrap().into_iter().eq((0..100).map(|n| n * 2)));
        let mut none = pipeline!(move || from(None::<u8>)).iter();
        assert!(none.next().is_none());
        assert!(none.next().is_none());
    });
}

#[test]
fn iter_gives_the_error_last() {
    watched(|| {
        for at in [0, 1, 5] {
            let fault = Fault::Error(at);
            let mut items = pipeline!(move || from(0..9_u64) >> map(move |n| fault.at(n))?).iter();
            let mut seen = 0;
            let error = loop {
                match items.next().unwrap() {
                    Ok(item) => {
                        assert_eq!(item, seen);
                        seen += 1;
                    }
                    Err(error) => break error,
                }
            };
            assert_eq!(planted_in(&error), Some(Planted(at)));
            assert!(seen <= at);
            assert!(items.next().is_none());
        }
    });
}

#[test]
fn a_panic_comes_out_of_next() {
    watched(|| {
        let mut items = pipeline!(move || from(0..9_u64)
            >> buffer(1)
            >> inspect(|n| assert!(Fault::Panic(3).at(*n).is_ok())))
        .iter();
        let panics = || while let Some(Ok(_)) = items.next() {};
        assert_eq!(planted_panic_of(panics), Planted(3));
        assert!(items.next().is_none());
    });
}

#[test]
fn dropping_the_iterator_cancels_and_joins() {
    watched(|| {
        let (ledger, seen) = (Ledger::default(), Gate::default());
        let (source, note) = (ledger.source(0..), seen.clone());
        let mut items =
            pipeline!(move || from(source) >> fan_out(2) >> inspect(|_| note.note()) >> fan_in)
                .capacity(2)
                .iter();
        drop(items.next());
        seen.until_came(3);
        drop(items);
        ledger.assert_all_dropped();

        let (tx, rx) = crossbeam_channel::unbounded::<u8>();
        let items = pipeline!(move || receive(rx) >> buffer(1)).iter();
        drop(items);
        drop(tx);
    });
}

#[test]
fn an_iterator_whose_items_panic_when_dropped_is_joined_all_the_same() {
    watched(|| {
        let ledger = Ledger::default();
        let source = ledger
            .source(0..6)
            .map(|item| item.panics_on_drop(Planted(4)));
        let (done, seen) = (Gate::default(), ledger.clone());
        let note = done.clone();
        let items = pipeline!(move || from(source) >> inspect(move |_| note.note()))
            .capacity(6)
            .iter();
        done.until_came(6);
        assert_eq!(planted_panic_of(move || drop(items)), Planted(4));
        seen.assert_all_dropped();
    });
}
