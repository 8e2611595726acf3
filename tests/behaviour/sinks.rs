//! Every sink gives what `Iterator` gives by the same name; in a region, what its workers gave is one result again.

use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};

fn numbers() -> std::vec::IntoIter<u64> {
    vec![3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 9, 7, 9].into_iter()
}

macro_rules! as_iterator {
    (@ [$($front:tt)*] [$($sink:tt)*]) => { pipeline!($($front)* $($sink)*).run().unwrap() };
    (= $items:expr, [$($sink:tt)*]) => { $items.$($sink)* };
    ($one:tt $behind:tt $nothing:tt $($sink:tt)+) => {$(
        let theirs = as_iterator!(= numbers(), $sink);
        assert_eq!(as_iterator!(@ $one $sink), theirs, "{} in one section", stringify!($sink));
        assert_eq!(as_iterator!(@ $behind $sink), theirs, "{} behind a thread", stringify!($sink));
        let theirs = as_iterator!(= None::<u64>.into_iter(), $sink);
        assert_eq!(as_iterator!(@ $nothing $sink), theirs, "{} of nothing", stringify!($sink));
    )+};
}

#[test]
fn a_sink_that_iterators_have_gives_what_theirs_gives() {
    watched(|| {
        as_iterator! {
            [from(numbers()) >>]
            [from(numbers()) >> buffer(1) >>]
            [from(None::<u64>) >>]
            [collect::<Vec<u64>>()]
            [collect::<BTreeSet<u64>>()]
            [fold(7, |sum, n| sum * 3 + n)]
            [reduce(|a, b| a * 3 + b)]
            [count()]
            [sum::<u64>()]
            [product::<u64>()]
            [min()]
            [max()]
            [min_by(|a, b| (a % 5).cmp(&(b % 5)))]
            [max_by(|a, b| (a % 5).cmp(&(b % 5)))]
            [min_by_key(|n| *n % 5)]
            [max_by_key(|n| *n % 5)]
            [last()]
            [find(|n| *n > 4)]
            [find(|n| *n > 40)]
            [position(|n| n == 9)]
            [position(|n| n == 90)]
            [any(|n| n == 9)]
            [any(|n| n == 90)]
            [all(|n| n < 10)]
            [all(|n| n != 9)]
        }
        assert_eq!(pipeline!(from(numbers()) >> first).run().unwrap(), Some(3));
        assert_eq!(pipeline!(from(None::<u8>) >> first).run().unwrap(), None);
    });
}

#[test]
fn the_sinks_that_iterators_lack() {
    watched(|| {
        let counts = pipeline!(from(numbers()) >> count_by(|n| n % 2))
            .run()
            .unwrap();
        assert_eq!(counts, HashMap::from([(0, 4), (1, 12)]));
        let folds = pipeline!(
            from(numbers()) >> fold_by(|n| n % 2, String::new(), |text, n| format!("{text}{n}"))
        )
        .run()
        .unwrap();
        let expected = [(0, "4268".to_owned()), (1, "311595359979".to_owned())];
        assert_eq!(folds, HashMap::from(expected));
        assert_eq!(pipeline!(from(numbers()) >> discard).run().unwrap(), 16);
        let joined = pipeline!(from(["a", "b"]) >> consume(Iterator::collect::<String>));
        assert_eq!(joined.run().unwrap(), "ab");
        let mut seen = Vec::new();
        pipeline!(from(numbers()) >> for_each(|n| seen.push(n)))
            .run()
            .unwrap();
        assert_eq!(seen, numbers().collect::<Vec<_>>());
        let (tx, rx) = crossbeam_channel::unbounded();
        pipeline!(from(numbers()) >> send(tx)).run().unwrap();
        assert_eq!(rx.iter().collect::<Vec<_>>(), numbers().collect::<Vec<_>>());
    });
}

#[test]
fn a_sink_of_a_region_merges_what_its_workers_gave() {
    watched(|| {
        for workers in [1, 2, 4] {
            // As the last section, where the caller's thread is a worker, and as an earlier one.
            as_iterator! {
                [from(numbers()) >> fan_out(workers) >>]
                [from(numbers()) >> buffer(1) >> map(|n| n) >> fan_out(workers) >>]
                [from(None::<u64>) >> fan_out(workers) >>]
                [collect::<HashSet<u64>>()]
                [reduce(|a, b| a + b)]
                [count()]
                [sum::<u64>()]
                [product::<u64>()]
                [min()]
                [max()]
                [any(|n| n == 9)]
                [any(|n| n == 90)]
                [all(|n| n < 10)]
                [all(|n| n != 9)]
            }
            let (here, last) = pipeline!({
                let here = from(numbers()) >> fan_out(workers) >> max;
                let last = from(0..3) >> count;
                (here, last)
            })
            .run()
            .unwrap();
            assert_eq!((here, last), (numbers().max(), 3));
            let counts = pipeline!(from(numbers()) >> fan_out(workers) >> count_by(|n| n % 2));
            assert_eq!(counts.run().unwrap(), HashMap::from([(0, 4), (1, 12)]));
            let all = pipeline!(from(numbers()) >> fan_out(workers) >> collect::<Vec<_>>());
            let sorted = crate::sorted(numbers().collect());
            assert_eq!(crate::sorted(all.run().unwrap()), sorted);
            let discarded = pipeline!(from(numbers()) >> fan_out(workers) >> discard);
            assert_eq!(discarded.run().unwrap(), 16);
            // Of items that compare equal, any.
            let picked = |given: Option<u64>, rest| assert_eq!(given.map(|n| n % 5), Some(rest));
            picked(
                pipeline!(
                    from(numbers()) >> fan_out(workers) >> min_by(|a, b| (a % 5).cmp(&(b % 5)))
                )
                .run()
                .unwrap(),
                0,
            );
            picked(
                pipeline!(
                    from(numbers()) >> fan_out(workers) >> max_by(|a, b| (a % 5).cmp(&(b % 5)))
                )
                .run()
                .unwrap(),
                4,
            );
            picked(
                pipeline!(from(numbers()) >> fan_out(workers) >> min_by_key(|n| n % 5))
                    .run()
                    .unwrap(),
                0,
            );
            picked(
                pipeline!(from(numbers()) >> fan_out(workers) >> max_by_key(|n| n % 5))
                    .run()
                    .unwrap(),
                4,
            );
            let (tx, rx) = crossbeam_channel::unbounded();
            pipeline!(from(numbers()) >> fan_out(workers) >> send(tx))
                .run()
                .unwrap();
            assert_eq!(crate::sorted(rx.iter().collect()), sorted);
        }
    });
}

#[test]
fn a_sink_in_front_of_fan_in_gives_a_value_a_worker() {
    watched(|| {
        for workers in [1, 3] {
            macro_rules! one_a_worker {
                ($($pipeline:tt)*) => {
                    let values = pipeline!($($pipeline)*).run().unwrap();
                    assert_eq!(values, workers, stringify!($($pipeline)*));
                };
            }
            one_a_worker!(
                from(numbers()) >> fan_out(workers) >> fold(0, |a, n| a + n) >> fan_in >> count
            );
            one_a_worker!(
                from(numbers())
                    >> fan_out(workers)
                    >> fold_by(|n| n % 2, 0, |a, n| a + n)
                    >> fan_in
                    >> count
            );
            one_a_worker!(from(numbers()) >> fan_out(workers) >> first >> fan_in >> count);
            one_a_worker!(from(numbers()) >> fan_out(workers) >> last >> fan_in >> count);
            one_a_worker!(
                from(numbers()) >> fan_out(workers) >> find(|n| *n > 4) >> fan_in >> count
            );
            one_a_worker!(
                from(numbers()) >> fan_out(workers) >> position(|n| n > 4) >> fan_in >> count
            );
            one_a_worker!(
                from(numbers()) >> fan_out(workers) >> consume(Iterator::count) >> fan_in >> count
            );
            one_a_worker!(from(numbers()) >> fan_out(workers) >> count >> fan_in >> count);
            one_a_worker!(from(numbers()) >> fan_out(workers) >> max >> fan_in >> count);
            let sum = pipeline!(
                from(numbers())
                    >> fan_out(workers)
                    >> fold(0, |a, n| a + n)
                    >> fan_in
                    >> reduce(|a, b| a + b)
            );
            // Behind a region's sink there is always a value, so it is no `Option`.
            assert_eq!(sum.run().unwrap(), numbers().sum::<u64>());
        }
    });
}

#[test]
fn a_region_without_items_gives_what_an_empty_stream_gives() {
    watched(|| {
        let empty = || None::<u64>;
        assert_eq!(
            pipeline!(from(empty()) >> fan_out(3) >> max).run().unwrap(),
            None
        );
        assert_eq!(
            pipeline!(from(empty()) >> fan_out(3) >> count)
                .run()
                .unwrap(),
            0
        );
        assert_eq!(
            pipeline!(from(empty()) >> fan_out(3) >> sum::<u64>())
                .run()
                .unwrap(),
            0
        );
        assert_eq!(
            pipeline!(from(empty()) >> fan_out(3) >> product::<u64>())
                .run()
                .unwrap(),
            1
        );
        assert_eq!(
            pipeline!(from(empty()) >> fan_out(3) >> reduce(|a, b| a + b))
                .run()
                .unwrap(),
            None
        );
        assert!(
            pipeline!(from(empty()) >> fan_out(3) >> all(|_| false))
                .run()
                .unwrap()
        );
        let sum = pipeline!(
            from(empty()) >> fan_out(3) >> fold(0, |a, n| a + n) >> fan_in >> reduce(|a, b| a + b)
        );
        assert_eq!(sum.run().unwrap(), 0);
    });
}
