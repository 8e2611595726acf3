//! Splits and joins: none deadlocks that the compiler accepts, whatever the capacity.

use pipewright::prelude::*;
use pipewright_model::{Item, Ledger, explore, pick};

#[test]
fn tee_and_zip_of_branches_that_give_one_for_one() {
    explore(|| {
        let ledger = Ledger::default();
        let pairs: Vec<(u64, u64)> = pipeline!({
            let (a, b) = from(ledger.source(0..3)) >> tee;
            let b = b >> map(|n: Item| n) >> buffer(1) >> map(|n| n);
            (a, b) >> zip >> map(|(a, b): (Item, Item)| (a.id, b.id)) >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(pairs, [(0, 0), (1, 1), (2, 2)]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn tee_and_zip_over_an_ordered_region() {
    explore(|| {
        let pairs: Vec<(u64, u64)> = pipeline!({
            let (a, b) = from(0..3_u64) >> tee;
            let b = b >> fan_out(2, ordered) >> map(|n| n * n) >> fan_in;
            (a, b) >> zip >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(pairs, [(0, 0), (1, 1), (2, 4)]);
    });
}

#[test]
fn tee_skip_and_zip_where_the_other_side_has_the_room() {
    explore(|| {
        let ledger = Ledger::default();
        let pairs: Vec<(u64, u64)> = pipeline!({
            let (now, next) = from(ledger.source(0..4)) >> tee;
            let now = now >> buffer(1);
            let next = next >> skip(1);
            (now, next) >> zip >> map(|(a, b): (Item, Item)| (a.id, b.id)) >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(pairs, [(0, 1), (1, 2), (2, 3)]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_zip_ends_with_the_shortest_and_the_others_stop() {
    explore(|| {
        let (ledger, few) = (Ledger::default(), pick(3) as u64);
        let pairs = pipeline!({
            let endless = from(ledger.source(0..));
            let few = from(0..few);
            (endless, few) >> zip >> count
        });
        assert_eq!(pairs.capacity(1).run().unwrap() as u64, few);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_stream_behind_another() {
    explore(|| {
        let all: Vec<u64> = pipeline!({
            let a = from(0..2_u64) >> map(|n| n);
            let b = from(10..12_u64);
            (a, b) >> concat >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(all, [0, 1, 10, 11]);
    });
}

#[test]
fn whatever_comes_and_of_what_is_there_the_first() {
    explore(|| {
        let all: Vec<u64> = pipeline!({
            let a = from(0..2_u64);
            let b = from(10..12_u64);
            (a, b) >> prefer >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        merged(&all);
    });
}

#[test]
fn a_select_with_one_state() {
    explore(|| {
        let all: Vec<u64> = pipeline!({
            let a = from(0..2_u64);
            let b = from(10..12_u64);
            (a, b)
                >> select(
                    0,
                    |n, a, out| {
                        *n += 1;
                        out.push(a).unwrap();
                    },
                    |n, b, out| {
                        *n += 1;
                        out.push(b).unwrap();
                    },
                    at_end = |n, out| out.push(n).unwrap(),
                )
                >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(all.last(), Some(&4));
        merged(&all[..4]);
    });
}

#[test]
fn two_streams_into_one_edge() {
    explore(|| {
        let ledger = Ledger::default();
        pipeline!({
            let (a, b) = from(ledger.source([0, 10, 1, 11])) >> partition(|n| n.id < 5);
            let b = b >> map(|n: Item| n);
            (a, b) >> fan_in >> for_each(|n| ledger.deliver(n))
        })
        .capacity(1)
        .run()
        .unwrap();
        merged(&ledger.delivered());
        ledger.assert_all_dropped();
    });
}

/// All of both, each in its order.
fn merged(all: &[u64]) {
    assert_eq!(all.len(), 4, "{all:?}");
    assert!(all.iter().filter(|n| **n < 5).eq(&[0, 1]), "{all:?}");
    assert!(all.iter().filter(|n| **n > 5).eq(&[10, 11]), "{all:?}");
}
