//! A run that is stopped at any moment delivers all that was pulled, and ends well.

use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright::{Control, Error, ErrorKind};
use pipewright_model::model::channel::bounded;
use pipewright_model::{Item, Ledger, Seen, dawdle, explore, pick};
use shuttle::thread;
use std::time::Duration;

/// Of an endless source one schedule would never come to the stop.
const ALL: u64 = 5;
const SECOND: Duration = Duration::from_secs(1);

/// Stops the run from another thread after a while.
fn stop_after(most: usize, control: Control) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        dawdle(most);
        control.stop();
    })
}

/// What a stopped run has pulled is what it has delivered, and a beginning of all.
fn drained(ledger: &Ledger, seen: &Seen) {
    ledger.assert_all_dropped();
    assert!(ledger.sorted().into_iter().eq(0..ledger.made()));
    seen.note(match ledger.made() {
        0 => "none",
        ALL => "all",
        _ => "some",
    });
}

macro_rules! stopped {
    (|$source:ident, $sink:ident, $most:literal| $($pipeline:tt)*) => {{
        let seen = Seen::default();
        let noted = seen.clone();
        explore(move || {
            let ledger = Ledger::default();
            let ($source, book) = (ledger.source(0..ALL), ledger.clone());
            let $sink = move |item: Item| book.deliver(item);
            let run = pipeline!($($pipeline)*).capacity(1).spawn();
            let stopper = stop_after($most, run.control());
            run.join().unwrap();
            stopper.join().unwrap();
            drained(&ledger, &noted);
        });
        seen.assert_all(&["none", "some", "all"]);
    }};
}

#[test]
fn a_chain() {
    stopped!(|source, sink, 60| move || from(source)
        >> buffer(1)
        >> map(|n| n)
        >> buffer(1)
        >> for_each(sink));
}

#[test]
fn a_region() {
    stopped!(|source, sink, 80| move || from(source)
        >> fan_out(2)
        >> map(|n| n)
        >> fan_in
        >> for_each(sink));
}

#[test]
fn an_ordered_region() {
    stopped!(|source, sink, 100| move || from(source)
        >> fan_out(2, ordered)
        >> map(|n| n)
        >> fan_in
        >> for_each(sink));
}

#[test]
fn a_keyed_region() {
    stopped!(|source, sink, 60| move || from(source)
        >> fan_out(2, by = |item| item.id % 2)
        >> for_each(&sink));
}

#[test]
fn a_split_and_a_join() {
    stopped!(|source, sink, 100| move || {
        let (a, b) = from(source) >> tee;
        let b = b >> map(|n| n);
        (a, b) >> zip >> map(|(a, _)| a) >> for_each(sink)
    });
}

#[test]
fn batches_also_the_open_one() {
    stopped!(|source, sink, 80| move || from(source)
        >> buffer(1)
        >> batch(2, 1h)
        >> buffer(1)
        >> flatten
        >> for_each(sink));
}

#[test]
fn a_push_source() {
    explore(|| {
        let (ledger, taken) = (Ledger::default(), Ledger::default());
        let (source, takes) = (ledger.source(0..ALL), taken.clone());
        let book = ledger.clone();
        let run = pipeline!(move || generate(move |out| {
            for item in source {
                if out.push(item).is_err() {
                    return;
                }
                drop(takes.item(0));
            }
        }) >> map(|n| n)
            >> for_each(move |item| book.deliver(item)))
        .capacity(1)
        .spawn();
        let stopper = stop_after(60, run.control());
        run.join().unwrap();
        stopper.join().unwrap();
        ledger.assert_all_dropped();
        assert!(ledger.delivered().into_iter().eq(0..taken.made()));
    });
}

#[test]
fn a_bridge_passes_on_what_lies_in_the_channels_that_it_has_got() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || {
        let (ledger, got) = (Ledger::default(), Ledger::default());
        let (channels, rx) = bounded(2);
        let mut kept = Vec::new();
        for first in [0, 2] {
            let (tx, inner) = bounded(2);
            for item in ledger.source(first..first + 2) {
                tx.send(item).unwrap();
            }
            kept.push(tx);
            channels.send(inner).unwrap();
        }
        let (book, gets) = (ledger.clone(), got.clone());
        let run = pipeline!(move || receive(rx)
            >> inspect(move |_| drop(gets.item(0)))
            >> buffer(1)
            >> bridge
            >> for_each(move |item| book.deliver(item)))
        .spawn();
        stop_after(40, run.control()).join().unwrap();
        run.join().unwrap();
        assert!(ledger.delivered().into_iter().eq(0..2 * got.made()));
        noted.note(got.made());
        drop((kept, channels));
        ledger.assert_all_dropped();
    });
    seen.assert_all(&["0", "1", "2"]);
}

#[test]
fn a_source_that_waits_ends_at_once() {
    explore(|| {
        let (tx, rx) = bounded::<u64>(1);
        let run = pipeline!(move || receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> count)
            .capacity(1)
            .spawn();
        let stopper = stop_after(40, run.control());
        assert_eq!(run.join().unwrap(), 0);
        stopper.join().unwrap();
        drop(tx);
    });
}

#[test]
fn a_stop_and_a_cancel_at_once_are_one_or_the_other() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || {
        let ledger = Ledger::default();
        let (source, book) = (ledger.source(0..ALL), ledger.clone());
        let run = pipeline!(move || from(source)
            >> fan_out(2, ordered)
            >> map(|n| n)
            >> fan_in
            >> for_each(move |item| book.deliver(item)))
        .capacity(1)
        .spawn();
        let stopper = stop_after(60, run.control());
        let control = run.control();
        let canceller = thread::spawn(move || {
            dawdle(60);
            control.cancel();
        });
        let outcome: Result<(), Error> = run.join();
        stopper.join().unwrap();
        canceller.join().unwrap();
        ledger.assert_all_dropped();
        let delivered = ledger.delivered().len() as u64;
        assert!(ledger.delivered().into_iter().eq(0..delivered));
        match outcome {
            Ok(()) => {
                assert_eq!(delivered, ledger.made());
                noted.note(if delivered == ALL { "all" } else { "stopped" });
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Cancelled);
                noted.note("cancelled");
            }
        }
    });
    seen.assert_all(&["all", "stopped", "cancelled"]);
}

#[test]
fn a_cancel_that_has_returned_in_front_of_a_stop_is_not_taken_back() {
    explore(|| {
        let (tx, rx) = bounded::<u64>(1);
        let run = pipeline!(move || receive(rx) >> buffer(1) >> count).spawn();
        let control = run.control();
        let stopper = thread::spawn(move || {
            dawdle(30);
            control.cancel();
            control.stop();
        });
        assert_eq!(run.join().unwrap_err().kind(), ErrorKind::Cancelled);
        stopper.join().unwrap();
        drop(tx);
    });
}

#[test]
fn a_drain_that_cannot_end_is_cancelled_when_its_time_is_up() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || {
        let clock = TestClock::new();
        let ledger = Ledger::default();
        let source = ledger.source(0..ALL);
        let (out, results) = bounded(1);
        let run = pipeline!(move || from(source) >> buffer(1) >> send(out))
            .clock(&clock)
            .spawn();
        dawdle(20);
        run.control().stop_within(SECOND);
        // Nobody takes the results, so only what fits into their channel is delivered.
        clock.advance(SECOND);
        match run.join() {
            Ok(()) => assert!(ledger.made() <= 1),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Cancelled);
                assert!(ledger.made() > 1);
                noted.note("cancelled");
            }
        }
        drop(results);
        ledger.assert_all_dropped();
    });
    seen.assert_all(&["cancelled"]);
}

#[test]
fn a_drain_in_time_ends_well_however_late_its_items_are_taken() {
    explore(|| {
        let clock = TestClock::new();
        let ledger = Ledger::default();
        let source = ledger.source(0..ALL);
        let (out, results) = bounded(1);
        let run = pipeline!(move || from(source) >> buffer(1) >> send(out))
            .clock(&clock)
            .spawn();
        dawdle(20);
        run.control().stop_within(SECOND);
        if pick(2) == 0 {
            clock.advance(SECOND / 2);
        }
        while let Ok(item) = results.recv() {
            ledger.deliver(item);
        }
        run.join().unwrap();
        assert!(ledger.delivered().into_iter().eq(0..ledger.made()));
        ledger.assert_all_dropped();
    });
}
