//! A run cancelled at any moment is `Ok` with everything, or cancelled with nothing left.

use pipewright::prelude::*;
use pipewright::{Error, ErrorKind};
use pipewright_model::{Ledger, Seen, dawdle, explore};

/// Cancels the run after a while, and says how it ended.
macro_rules! cancelled {
    (|$ledger:ident, $source:ident, $most:literal| $pipeline:expr) => {{
        let seen = Seen::default();
        let noted = seen.clone();
        explore(move || {
            let $ledger = Ledger::default();
            let $source = $ledger.source(0..3);
            let handle = $pipeline.capacity(1).spawn();
            dawdle($most);
            handle.control().cancel();
            let outcome: Result<Vec<u64>, Error> = handle.join();
            $ledger.assert_all_dropped();
            match outcome {
                Ok(mut all) => {
                    all.sort_unstable();
                    assert_eq!(all, [0, 1, 2]);
                    noted.note("ok");
                }
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Cancelled);
                    noted.note(if $ledger.made() == 0 {
                        "before"
                    } else {
                        "between"
                    });
                }
            }
        });
        seen.assert_all(&["ok", "before", "between"]);
    }};
}

#[test]
fn a_chain() {
    cancelled!(|ledger, source, 60| pipeline!(move || from(source)
        >> buffer(1)
        >> map(|n| n.id)
        >> buffer(1)
        >> collect));
}

#[test]
fn a_region() {
    cancelled!(|ledger, source, 80| pipeline!(move || from(source)
        >> fan_out(2)
        >> map(|n| n.id)
        >> fan_in
        >> collect));
}

#[test]
fn an_ordered_region() {
    cancelled!(|ledger, source, 100| pipeline!(move || from(source)
        >> fan_out(2, ordered)
        >> map(|n| n.id)
        >> fan_in
        >> collect));
}

#[test]
fn a_split_and_a_join() {
    cancelled!(|ledger, source, 100| pipeline!(move || {
        let (a, b) = from(source) >> tee;
        let b = b >> map(|n| n);
        (a, b) >> zip >> map(|(a, _)| a.id) >> collect
    }));
}

#[test]
fn a_region_that_ends_in_a_sink() {
    cancelled!(|ledger, source, 60| pipeline!(move || from(source)
        >> fan_out(2)
        >> map(|n| n.id)
        >> collect));
}

#[test]
fn a_handle_that_is_dropped_has_joined() {
    explore(|| {
        let ledger = Ledger::default();
        let source = ledger.source(0..8);
        let handle = pipeline!(move || from(source) >> fan_out(2) >> map(|n| n) >> fan_in >> count)
            .capacity(1)
            .spawn();
        dawdle(60);
        drop(handle);
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_iterator_that_is_dropped_has_joined() {
    explore(|| {
        let ledger = Ledger::default();
        let source = ledger.source(0..8);
        let mut items = pipeline!(move || from(source) >> buffer(1) >> map(|n| n))
            .capacity(1)
            .iter();
        for expected in 0..pipewright_model::pick(3) as u64 {
            assert_eq!(items.next().unwrap().unwrap().id, expected);
        }
        drop(items);
        ledger.assert_all_dropped();
    });
}

#[test]
fn from_two_threads_at_once_and_after_the_end() {
    explore(|| {
        let handle = pipeline!(move || from(0..2_u64) >> buffer(1) >> count).spawn();
        let cancels = [0, 1].map(|_| {
            let control = handle.control();
            shuttle::thread::spawn(move || control.cancel())
        });
        let control = handle.control();
        match handle.join() {
            Ok(count) => assert_eq!(count, 2),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled),
        }
        control.cancel();
        for cancel in cancels {
            cancel.join().unwrap();
        }
    });
}
