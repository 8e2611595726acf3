//! One stream into several, and several into one.

use crate::sorted;
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::sync::Mutex;

#[test]
fn every_branch_of_a_tee_sees_the_same_items_in_the_same_order_for_one_clone_less_than_branches() {
    watched(|| {
        let ledger = Ledger::default();
        let seen = |item: Tracked| {
            let id = item.id;
            ledger.deliver(item);
            id
        };
        let (a, b, c) = pipeline!({
            let (a, b, c) = from(ledger.source(0..50)) >> tee;
            let a = a >> map(seen) >> collect::<Vec<_>>();
            let b = b >> map(seen) >> collect::<Vec<_>>();
            let c = c >> map(seen) >> collect::<Vec<_>>();
            (a, b, c)
        })
        .capacity(2)
        .run()
        .unwrap();
        let all: Vec<u64> = (0..50).collect();
        assert_eq!((&a, &b, &c), (&all, &all, &all));
        assert_eq!(ledger.clones(), 100);
        ledger.assert_all_delivered(3);
    });
}

#[test]
fn split_result_and_partition_give_each_item_to_one_branch_in_order() {
    watched(|| {
        let (ok, err) = pipeline!({
            let (ok, err) = from(0..50_u32)
                >> map(|n| if n % 3 == 0 { Err(n) } else { Ok(u64::from(n)) })
                >> split_result;
            let ok = ok >> collect::<Vec<u64>>();
            let err = err >> collect::<Vec<u32>>();
            (ok, err)
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(ok, (0..50).filter(|n| n % 3 != 0).collect::<Vec<_>>());
        assert_eq!(err, (0..50).filter(|n| n % 3 == 0).collect::<Vec<_>>());

        let (yes, no) = pipeline!({
            let (yes, no) = from(0..50_u32) >> partition(|n| n % 3 == 0);
            let yes = yes >> collect::<Vec<_>>();
            let no = no >> collect::<Vec<_>>();
            (yes, no)
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!((yes, no), (0..50_u32).partition(|n| n % 3 == 0));
    });
}

#[test]
fn a_merge_gives_all_items_and_keeps_each_inputs_own_order() {
    watched(|| {
        let merged: Vec<(u8, u32)> = pipeline!({
            let a = from(0..100_u32) >> map(|n| (0, n));
            let b = from(0..50_u32) >> buffer(2) >> map(|n| (1, n));
            let c = from(0..70_u32) >> fan_out(2, ordered) >> map(|n| (2, n)) >> fan_in;
            (a, b, c) >> fan_in >> collect
        })
        .capacity(2)
        .run()
        .unwrap();
        for (input, count) in [(0, 100), (1, 50), (2, 70)] {
            let own = merged
                .iter()
                .filter(|(of, _)| *of == input)
                .map(|(_, n)| *n);
            assert!(own.eq(0..count), "input {input}");
        }
        assert_eq!(merged.len(), 220);
    });
}

#[test]
fn a_stream_that_is_split_can_be_merged_again() {
    watched(|| {
        let ledger = Ledger::default();
        pipeline!({
            let (even, odd) = from(ledger.source(0..200)) >> partition(|item| item.id % 2 == 0);
            let odd = odd >> fan_out(2) >> map(|item| item) >> fan_in;
            (even, odd) >> fan_in >> for_each(|item| ledger.deliver(item))
        })
        .capacity(1)
        .run()
        .unwrap();
        ledger.assert_all_delivered(1);
        assert_eq!(sorted(ledger.delivered()), (0..200).collect::<Vec<_>>());
    });
}

#[test]
fn control_an_item_that_a_filter_takes_out_is_noticed() {
    watched(|| {
        let ledger = Ledger::default();
        pipeline!(
            from(ledger.source(0..20))
                >> fan_out(2)
                >> filter(|item| item.id != 13)
                >> fan_in
                >> for_each(|item| ledger.deliver(item))
        )
        .run()
        .unwrap();
        let panic = crate::support::faults::panic_of(|| ledger.assert_all_delivered(1));
        assert_eq!(panic.downcast_ref::<String>().unwrap(), "lost: [13]");
    });
}

#[test]
fn several_sources_in_one_pipeline_end_each_for_itself() {
    watched(|| {
        let log = Mutex::new(Vec::new());
        let (a, b) = pipeline!({
            let a = from(0..10_u8) >> count;
            from(["x", "y"]) >> for_each(|word| log.lock().unwrap().push(word));
            let b = from(0..) >> take(4) >> sum::<u32>();
            (a, b)
        })
        .run()
        .unwrap();
        assert_eq!((a, b), (10, 6));
        assert_eq!(*log.lock().unwrap(), ["x", "y"]);
    });
}
