//! Workers: between `fan_out` and what closes a region.

use crate::facade::prelude::*;
use std::collections::{HashMap, HashSet};

#[test]
fn closed_by_fan_in() {
    let workers = 2;
    let total = pipeline!(
        from(0..100u64)
            >> fan_out(workers)
            >> map(|n| n * 2)
            >> filter(|n| n % 3 == 0)
            >> fan_in
            >> sum::<u64>()
    );
    assert_eq!(total.run().unwrap(), 3366);
}

#[test]
fn bare_and_in_order() {
    let all: Vec<u64> = pipeline!(
        from(0..50u64) >> fan_out(3, ordered) >> flat_map(|n| [n, n]) >> fan_in >> dedup >> collect
    )
    .run()
    .unwrap();
    assert!(all.iter().copied().eq(0..50));
    let most = pipeline!(from(0..50u64) >> fan_out >> map(|n| n + 1) >> max?).run();
    assert_eq!(most.unwrap(), 50);
}

#[test]
fn a_sink_inside_is_merged() {
    let words = ["a", "b", "a"];
    let ends = pipeline!({
        let count = from(0..9) >> fan_out(2) >> count;
        let set: HashSet<i32> = from(0..9) >> fan_out(2) >> map(|n| n % 3) >> collect;
        let counts: HashMap<&str, usize> = from(words) >> fan_out(2) >> count_by(|word| word);
        let any = from(0..) >> fan_out(2) >> any(|n| n == 40);
        let reduced = from(0..9) >> fan_out(2) >> reduce(|a, b| a + b);
        from(0..9) >> fan_out(2) >> for_each(drop);
        (count, set.len(), counts["a"], any, reduced)
    });
    assert_eq!(ends.run().unwrap(), (9, 3, 2, true, Some(36)));
}

#[test]
fn a_fold_of_each_worker() {
    let total = pipeline!(
        from(0..100u64)
            >> fan_out(3)
            >> fold(0u64, |sum, n| sum + n)
            >> fan_in
            >> reduce(|a, b| a + b)
    );
    assert_eq!(total.run().unwrap(), 4950);
    let sums = pipeline!(
        from(0..9u64)
            >> fan_out(2)
            >> fold_by(|n| n % 2, 0, |sum, n| sum + n)
            >> fan_in
            >> map(|sums| sums.values().sum::<u64>())
            >> sum::<u64>()
    );
    assert_eq!(sums.run().unwrap(), 36);
}

#[test]
fn one_behind_another() {
    let total = pipeline!(
        from(0..20)
            >> fan_out(2)
            >> map(|n| n + 1)
            >> fan_in
            >> fan_out(2)
            >> map_init(
                || 10,
                |offset, n| {
                    *offset += 1;
                    n
                }
            )
            >> fan_in
            >> buffer(3)
            >> batch(4, 1s)
            >> flatten
            >> sum::<i32>()
    );
    assert_eq!(total.run().unwrap(), 210);
}
