//! What ends early says so all the way up, and who waits learns it.

use pipewright::prelude::*;
use pipewright_model::{Item, Ledger, dawdle, explore, model, pick};

#[test]
fn a_sink_that_has_enough_stops_an_endless_source() {
    explore(|| {
        let ledger = Ledger::default();
        let first =
            pipeline!(from(ledger.source(0..8)) >> buffer(1) >> map(|n| n) >> buffer(1) >> first?);
        assert_eq!(first.run().unwrap().id, 0);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_region_that_has_enough() {
    explore(|| {
        let ledger = Ledger::default();
        let found = pipeline!(from(ledger.source(0..8)) >> fan_out(2) >> any(|n: Item| n.id == 2));
        assert!(found.capacity(1).run().unwrap());
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_take_behind_an_ordered_region() {
    explore(|| {
        let ledger = Ledger::default();
        let two: Vec<u64> = pipeline!(
            from(ledger.source(0..8))
                >> fan_out(2, ordered)
                >> map(|n| n)
                >> fan_in
                >> take(2)
                >> map(|n: Item| n.id)
                >> collect
        )
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(two, [0, 1]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_branch_that_ends_is_detached_and_the_other_gets_all() {
    explore(|| {
        let ledger = Ledger::default();
        let (first, count) = pipeline!({
            let (a, b) = from(ledger.source(0..4)) >> tee;
            let first = a >> first?;
            let count = b >> count;
            (first, count)
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!((first.id, count), (0, 4));
        drop(first);
        ledger.assert_all_dropped();
    });
}

#[test]
fn what_nobody_wants_ends_although_its_source_is_quiet() {
    explore(|| {
        let (tx, rx) = model::channel::bounded(1);
        tx.send(7_u64).unwrap();
        let first =
            pipeline!(receive(rx) >> buffer(1) >> map(|n| n) >> fan_out(2) >> map(|n| n) >> fan_in)
                .capacity(1)
                .with_iter(|mut items| items.next());
        assert_eq!(first.unwrap(), Some(7));
        // It never disconnected.
        drop(tx);
    });
}

#[test]
fn a_closure_that_takes_some_items_ends_the_run_well() {
    explore(|| {
        let (ledger, some) = (Ledger::default(), pick(3));
        let got = pipeline!(from(ledger.source(0..8)) >> buffer(1))
            .capacity(1)
            .with_iter(|items| items.take(some).count());
        assert_eq!(got.unwrap(), some);
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_iterator_gives_all_and_then_nothing() {
    explore(|| {
        let ledger = Ledger::default();
        let source = ledger.source(0..3);
        let mut items =
            pipeline!(move || from(source) >> fan_out(2, ordered) >> map(|n| n.id) >> fan_in)
                .capacity(1)
                .iter();
        for n in 0..3 {
            assert_eq!(items.next().unwrap().unwrap(), n);
        }
        assert!(items.next().is_none() && items.next().is_none());
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_done_channel_ends_a_stream_that_waits() {
    explore(|| {
        let (closer, done) = Done::channel();
        let (tx, rx) = model::channel::bounded::<u8>(1);
        let handle = pipeline!(move || receive(rx) >> buffer(1) >> or_done(done) >> count).spawn();
        let sent = pick(2);
        if sent == 1 {
            tx.send(0).unwrap();
        }
        dawdle(20);
        closer.close();
        assert!(handle.join().unwrap() <= sent);
        drop(tx);
    });
}
