//! Keyed regions: the same key always goes to the same worker, and its order is kept.

use crate::sorted;
use crate::support::faults::{Fault, Planted, planted_in, planted_panic_of};
use crate::support::ledger::Ledger;
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::{ThreadId, current};

#[test]
fn a_key_stays_with_its_worker_in_order_and_nothing_is_lost() {
    watched(|| {
        for workers in [1, 2, 5] {
            let (ledger, homes) = (
                Ledger::default(),
                Mutex::new(HashMap::<u64, ThreadId>::new()),
            );
            pipeline!(
                from(ledger.source(0..300))
                    >> fan_out(workers, by = |item| item.id % 10)
                    >> inspect(|item| {
                        let home = *homes
                            .lock()
                            .unwrap()
                            .entry(item.id % 10)
                            .or_insert(current().id());
                        assert_eq!(home, current().id());
                    })
                    >> fan_in
                    >> for_each(|item| ledger.deliver(item))
            )
            .capacity(2)
            .run()
            .unwrap();
            ledger.assert_all_delivered(1);
            for key in 0..10 {
                let own = ledger.delivered().into_iter().filter(|id| id % 10 == key);
                assert!(own.eq((0..300).filter(|id| id % 10 == key)));
            }
        }
    });
}

#[test]
fn a_state_of_a_worker_sees_all_of_its_keys() {
    watched(|| {
        let words = ["a", "b", "a", "c", "b", "a"];
        let numbered: Vec<(&str, usize)> = pipeline!(
            from(words)
                >> fan_out(3, by = ToString::to_string)
                >> map_init(HashMap::new, |seen, word| {
                    let nth = seen.entry(word).or_insert(0);
                    *nth += 1;
                    (word, *nth)
                })
                >> fan_in
                >> collect
        )
        .run()
        .unwrap();
        let expected = [("a", 1), ("a", 2), ("a", 3), ("b", 1), ("b", 2), ("c", 1)];
        assert_eq!(sorted(numbered), expected);
    });
}

#[test]
fn sinks_in_it_are_merged_and_the_quick_ones_end_it() {
    watched(|| {
        let (count, sums, any, all) = pipeline!({
            let count =
                from(0..100_u64) >> fan_out(3, by = |n| n % 7) >> filter(|n| n % 2 == 0) >> count;
            let sums = from(0..100_u64) >> fan_out(3, by = |n| n % 7) >> count_by(|n| n % 7);
            let any = from(0_u64..) >> fan_out(3, by = |n| n % 7) >> any(|n| n == 40);
            let all = from(0_u64..) >> fan_out(3, by = |n| n % 7) >> all(|n| n < 40);
            (count, sums, any, all)
        })
        .capacity(2)
        .run()
        .unwrap();
        assert_eq!((count, any, all), (50, true, false));
        assert_eq!((sums.len(), sums[&0], sums[&6]), (7, 15, 14));
    });
}

#[test]
fn a_quick_sink_in_it_leaves_a_quiet_receiver_at_once() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        (0..3).for_each(|n| tx.send(n).unwrap());
        let again = rx.clone();
        let any = pipeline!(receive(rx) >> fan_out(3, by = |n| *n) >> any(|n| n == 2));
        assert!(any.run().unwrap());
        (0..3).for_each(|n| tx.send(n).unwrap());
        let few = pipeline!(
            receive(again) >> fan_out(3, by = |n| *n) >> map(|n| n) >> fan_in >> take(3) >> count
        );
        assert_eq!(few.run().unwrap(), 3);
        drop(tx);
    });
}

#[test]
fn failures_and_panics_in_it_and_in_its_key_end_the_run() {
    watched(|| {
        let ledger = Ledger::default();
        let run = |key: Fault, stage: Fault| {
            let ledger = ledger.clone();
            pipeline!(
                from(ledger.source(0..))
                    >> fan_out(3, by = move |item| key.at(item.id).unwrap() % 4)
                    >> map(|item| stage.at(item.id).map(|_| item))?
                    >> fan_in
                    >> discard
            )
            .capacity(2)
            .run()
        };
        let error = run(Fault::None, Fault::Error(30)).unwrap_err();
        assert_eq!(planted_in(&error), Some(Planted(30)));
        assert!(error.worker().is_some_and(|worker| worker < 3));
        let panic = planted_panic_of(|| run(Fault::None, Fault::Panic(31)));
        assert_eq!(panic, Planted(31));
        let panic = planted_panic_of(|| run(Fault::Panic(32), Fault::None));
        assert_eq!(panic, Planted(32));
        ledger.assert_none_doubled();
    });
}
