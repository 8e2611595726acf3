//! Splits and joins.

use crate::facade::prelude::*;
use std::time::Duration;

#[test]
fn a_tree() {
    let mut log = Vec::new();
    let ends = pipeline!({
        let (rows, bad) =
            from(0..20u64) >> map(|n| if n % 5 == 0 { Err(n) } else { Ok(n) }) >> split_result;
        let (audit, work) = rows >> tee;
        audit >> for_each(|n| log.push(n));
        let rejected = bad >> batch(3) >> map(|batch| batch.len()) >> sum::<usize>();
        let even = work >> filter(|n| n % 2 == 0);
        let stored: u64 =
            even >> batch(7, 1s) >> flatten >> fan_out(2) >> map(|n| n / 2) >> fan_in >> sum;
        (stored, rejected)
    });
    assert_eq!(ends.run().unwrap(), (40, 4));
    assert_eq!(log.len(), 16);
}

#[test]
fn a_tee_of_three() {
    let ends = pipeline!({
        let (a, b, c) = from(0..9) >> tee;
        let a = a >> count;
        let b = b >> sum::<i32>();
        let c = c >> max?;
        (a, b, c)
    });
    assert_eq!(ends.run().unwrap(), (9, 36, 8));
}

#[test]
fn a_merge() {
    let within = Duration::from_millis(5);
    let count = pipeline!({
        let (small, large) = from(0..10) >> partition(|n| *n < 5);
        let small = small >> map(|n| n + 100);
        let more = from(0..3);
        (small, large, more) >> fan_in >> batch(2, within) >> flatten >> count
    });
    assert_eq!(count.run().unwrap(), 13);
}

#[test]
fn a_merge_in_front_of_workers() {
    let total = pipeline!({
        let a = from(0..3u64);
        let b = from(3..6u64);
        let both = (a, b) >> fan_in;
        both >> fan_out(2) >> map(|n| n + 1) >> sum::<u64>()
    });
    assert_eq!(total.run().unwrap(), 21);
}

#[test]
fn names_that_are_hidden() {
    let rows = 7;
    let total = pipeline!({
        let rows = from(0..rows);
        let rows = rows >> filter(|n| n % 2 == 0);
        let (rows, _rest) = rows >> fold((0, 0), |(sum, last), n| (sum + n, last.max(n)));
        rows
    });
    assert_eq!(total.run().unwrap(), 12);
}
