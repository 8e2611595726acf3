//! A panic and an error end the run as what they are, wherever the others stand.

use pipewright::ErrorKind;
use pipewright::prelude::*;
use pipewright_model::{Item, Ledger, dawdle, explore};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

#[derive(Debug, PartialEq)]
pub(crate) struct Planted(u64);

impl std::fmt::Display for Planted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "planted {}", self.0)
    }
}

impl std::error::Error for Planted {}

/// Passes no hook: the explorer's takes every panic for the end of the test, and prints it.
fn panic(n: u64) -> ! {
    resume_unwind(Box::new(Planted(n)))
}

pub(crate) fn panics_at(at: u64) -> impl Fn(Item) -> Item + Copy {
    move |n| if n.id == at { panic(at) } else { n }
}

pub(crate) fn fails_at(at: u64) -> impl Fn(Item) -> Result<Item, Planted> + Copy {
    move |n| if n.id == at { Err(Planted(at)) } else { Ok(n) }
}

macro_rules! panicked {
    ($run:expr) => {{
        let payload = catch_unwind(AssertUnwindSafe(|| $run))
            .map(|_| ())
            .unwrap_err();
        assert_eq!(payload.downcast_ref(), Some(&Planted(1)));
    }};
}

#[test]
fn a_panic_in_a_region() {
    explore(|| {
        let ledger = Ledger::default();
        panicked!(
            pipeline!(
                from(ledger.source(0..8)) >> fan_out(2) >> map(panics_at(1)) >> fan_in >> count
            )
            .capacity(1)
            .run()
        );
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_panic_in_an_ordered_region() {
    explore(|| {
        let ledger = Ledger::default();
        panicked!(
            pipeline!(
                from(ledger.source(0..8))
                    >> fan_out(2, ordered)
                    >> map(panics_at(1))
                    >> fan_in
                    >> for_each(|n| ledger.deliver(n))
            )
            .capacity(1)
            .run()
        );
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_panic_in_the_source_and_one_in_the_last_section() {
    explore(|| {
        let ledger = Ledger::default();
        panicked!(
            pipeline!(
                from(ledger.source(0..8).map(panics_at(1)))
                    >> buffer(1)
                    >> map(|n| n)
                    >> buffer(1)
                    >> count
            )
            .run()
        );
        ledger.assert_all_dropped();
        panicked!(
            pipeline!(from(ledger.source(0..8)) >> buffer(1) >> map(panics_at(1)) >> count).run()
        );
        ledger.assert_all_dropped();
    });
}

#[test]
fn two_panics_at_once_and_the_first_one_counts() {
    explore(|| {
        let ledger = Ledger::default();
        let run = || {
            pipeline!(from(ledger.source(0..8)) >> fan_out(2) >> for_each(|n: Item| panic(n.id)))
                .capacity(1)
                .run()
        };
        let payload = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
        assert!(payload.downcast_ref::<Planted>().unwrap().0 < 2);
        drop(payload);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_panic_of_a_spawned_run_that_is_cancelled_meanwhile() {
    explore(|| {
        let ledger = Ledger::default();
        let source = ledger.source(0..8);
        let handle = pipeline!(move || from(source) >> buffer(1) >> map(panics_at(1)) >> count)
            .capacity(1)
            .spawn();
        dawdle(40);
        handle.control().cancel();
        match catch_unwind(AssertUnwindSafe(|| handle.join())) {
            Ok(outcome) => assert_eq!(outcome.unwrap_err().kind(), ErrorKind::Cancelled),
            Err(payload) => assert_eq!(payload.downcast_ref(), Some(&Planted(1))),
        }
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_error_in_a_chain_says_which_item_it_was() {
    explore(|| {
        let ledger = Ledger::default();
        let error = pipeline!(
            from(ledger.source(0..8))
                >> buffer(1)
                >> map(fails_at(2))?
                >> buffer(1)
                >> for_each(|n| ledger.deliver(n))
        )
        .run()
        .unwrap_err();
        assert_eq!((error.kind(), error.item()), (ErrorKind::Failed, Some(2)));
        assert!(
            ledger
                .delivered()
                .into_iter()
                .eq(0..ledger.delivered().len() as u64)
        );
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_error_in_a_region() {
    explore(|| {
        let ledger = Ledger::default();
        let error = pipeline!(
            from(ledger.source(0..8)) >> fan_out(2) >> map(fails_at(2))? >> fan_in >> count
        )
        .capacity(1)
        .run()
        .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failed);
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_error_counts_more_than_a_cancel_and_a_panic_more_than_an_error() {
    explore(|| {
        let ledger = Ledger::default();
        let source = ledger.source(0..8);
        let handle = pipeline!(move || from(source)
            >> fan_out(2)
            >> map(fails_at(0))?
            >> map(panics_at(1))
            >> fan_in
            >> count)
        .capacity(1)
        .spawn();
        dawdle(40);
        handle.control().cancel();
        match catch_unwind(AssertUnwindSafe(|| handle.join())) {
            Ok(outcome) => {
                let error = outcome.unwrap_err();
                assert!(matches!(
                    error.kind(),
                    ErrorKind::Failed | ErrorKind::Cancelled
                ));
            }
            Err(payload) => assert_eq!(payload.downcast_ref(), Some(&Planted(1))),
        }
        ledger.assert_all_dropped();
    });
}
