//! The forms around a pipeline, and the ways to run one.

use crate::facade::prelude::*;
use std::sync::Arc;

#[test]
fn a_chain_in_parentheses() {
    let sum = pipeline!(from(0..10u64) >> map(|n| n * 2) >> sum::<u64>()).run();
    assert_eq!(sum.unwrap(), 90);
}

#[test]
fn a_block_in_parentheses() {
    let both = pipeline!({
        let least = from([3, 1, 2]) >> min;
        let most = from([3, 1, 2]) >> max;
        (least, most)
    })
    .run();
    assert_eq!(both.unwrap(), (Some(1), Some(3)));
}

#[test]
fn a_block() {
    let total = pipeline! {
        let evens = from(0..10u64) >> filter(|n| n % 2 == 0);
        let total = evens >> sum::<u64>();
        total
    };
    assert_eq!(total.run().unwrap(), 20);
}

#[test]
fn a_chain_as_the_tail_and_results_nobody_names() {
    let mut log = Vec::new();
    let count = pipeline!({
        from(0..3) >> for_each(|n| log.push(n));
        from(0..5) >> discard;
        from(0..4) >> count
    })
    .run()
    .unwrap();
    assert_eq!((count, log.len()), (4, 3));
}

#[test]
fn statements_without_a_tail() {
    let mut log = Vec::new();
    pipeline!({
        from(0..3) >> for_each(|n| log.push(n));
    })
    .run()
    .unwrap();
    assert_eq!(log, [0, 1, 2]);
}

#[test]
fn one_that_moves() {
    let offset = Arc::new(5);
    let handle = pipeline!(move || from(vec![1, 2]) >> buffer(1) >> map(|n| n + *offset) >> last?);
    assert_eq!(handle.spawn().join().unwrap(), 7);
}

#[test]
fn one_that_borrows() {
    let (rows, offset) = (vec![1, 2, 3], 10);
    let sums: Vec<i32> = pipeline!(from(&rows) >> buffer(2) >> map(|n| n + offset) >> collect)
        .run()
        .unwrap();
    assert_eq!(sums, [11, 12, 13]);
}

#[test]
fn an_open_tail_as_an_iterator() {
    let items = pipeline!(move || from(0..9) >> fan_out(2) >> map(|n| n + 1) >> fan_in).iter();
    assert_eq!(items.map(Result::unwrap).sum::<i32>(), 45);
}

#[test]
fn an_open_tail_for_the_length_of_a_closure() {
    let rows = [1, 2, 3];
    let total = pipeline!({
        let rows = from(&rows) >> copied;
        rows >> map(|n| n * 2)
    })
    .with_iter(|items| items.map(i64::from).sum::<i64>());
    assert_eq!(total.unwrap(), 12);
}

#[test]
fn settings_are_methods() {
    let count = pipeline!(from(0..9) >> buffer(4) >> fan_out(2) >> map(|n| n + 1) >> count)
        .named("small")
        .capacity(4)
        .run();
    assert_eq!(count.unwrap(), 9);
}

/// The question mark is the function's.
fn from_text(text: &str) -> Result<u64, Box<dyn std::error::Error>> {
    let product = pipeline!(
        from(0..text.parse::<u64>()?)
            >> fan_out(text.len())
            >> map(|n| n + 1)
            >> fan_in
            >> product::<u64>()
    );
    Ok(product.run()?)
}

#[test]
fn a_question_mark_in_an_argument_is_the_functions() {
    assert_eq!(from_text("5").unwrap(), 120);
    assert!(from_text("five").is_err());
}

/// A pipeline over types that only the caller knows.
fn generic<I>(items: I) -> usize
where
    I: IntoIterator<IntoIter: Send, Item: Send>,
{
    pipeline!(from(items) >> buffer(2) >> count).run().unwrap()
}

#[test]
fn in_a_generic_function() {
    assert_eq!(generic(["a", "b"]), 2);
}
