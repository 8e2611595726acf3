//! No item is lost or doubled, and order is kept where the declaration says so.

use pipewright::prelude::*;
use pipewright_model::{Ledger, Seen, explore, pick};

#[test]
fn a_chain_over_two_boundaries() {
    explore(|| {
        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..3))
                >> buffer(1)
                >> map(|n| n)
                >> buffer(1)
                >> for_each(|n| ledger.deliver(n))
        )
        .run()
        .unwrap();
        assert_eq!(ledger.delivered(), [0, 1, 2]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_region_of_two() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || {
        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..4))
                >> fan_out(2)
                >> map(|n| n)
                >> fan_in
                >> for_each(|n| ledger.deliver(n))
        )
        .capacity(1 + pick(2))
        .run()
        .unwrap();
        assert_eq!(ledger.sorted(), [0, 1, 2, 3]);
        ledger.assert_all_dropped();
        noted.note(ledger.delivered().is_sorted());
    });
    // Unordered is what it is.
    seen.assert_all(&["true", "false"]);
}

#[test]
fn an_ordered_region_of_two_with_the_least_window() {
    explore(|| {
        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..4))
                >> fan_out(2, ordered)
                >> map(|n| n)
                >> fan_in
                >> for_each(|n| ledger.deliver(n))
        )
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(ledger.delivered(), [0, 1, 2, 3]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_ordered_region_whose_items_give_none_or_several() {
    explore(|| {
        let all: Vec<u64> = pipeline!(
            from(0..4_u64)
                >> fan_out(2, ordered)
                >> flat_map(|n| std::iter::repeat_n(n, usize::try_from(n).unwrap()))
                >> fan_in
                >> collect
        )
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(all, [1, 2, 2, 3, 3, 3]);
    });
}

#[test]
fn a_keyed_region_keeps_the_order_of_a_key() {
    explore(|| {
        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..5))
                >> fan_out(2, by = |n| n.id % 3)
                >> map(|n| n)
                >> fan_in
                >> for_each(|n| ledger.deliver(n))
        )
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(ledger.sorted(), [0, 1, 2, 3, 4]);
        for key in 0..3 {
            assert!(
                ledger
                    .delivered()
                    .iter()
                    .filter(|n| *n % 3 == key)
                    .is_sorted()
            );
        }
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_region_that_ends_in_a_sink() {
    explore(|| {
        let ledger = Ledger::default();
        let sum = pipeline!(
            from(ledger.source(0..4))
                >> fan_out(2)
                >> map(|n| n.id)
                >> map(|n| 1_u64 << n)
                >> sum::<u64>()
        );
        // One bit an item.
        assert_eq!(sum.capacity(1).run().unwrap(), 0b1111);
        ledger.assert_all_dropped();
    });
}

#[test]
fn batches() {
    explore(|| {
        let ledger = Ledger::default();
        let sizes: Vec<usize> = pipeline!(
            from(ledger.source(0..5))
                >> buffer(1)
                >> batch(2)
                >> buffer(1)
                >> map(|batch| {
                    let size = batch.len();
                    batch.into_iter().for_each(|n| ledger.deliver(n));
                    size
                })
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(sizes, [2, 2, 1]);
        assert_eq!(ledger.delivered(), [0, 1, 2, 3, 4]);
        ledger.assert_all_dropped();
    });
}

#[test]
fn an_edge_that_drops_drops_only_what_it_says() {
    explore(|| {
        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..4)) >> buffer(1, drop_oldest) >> for_each(|n| ledger.deliver(n))
        )
        .run()
        .unwrap();
        assert!(ledger.delivered().is_sorted());
        assert_eq!(ledger.delivered().last(), Some(&3));
        ledger.assert_all_dropped();

        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..4)) >> buffer(1, drop_newest) >> for_each(|n| ledger.deliver(n))
        )
        .run()
        .unwrap();
        assert!(ledger.delivered().is_sorted());
        assert_eq!(ledger.delivered().first(), Some(&0));
        ledger.assert_all_dropped();
    });
}
