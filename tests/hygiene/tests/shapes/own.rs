//! Stages of the user's own.

use crate::facade::prelude::*;

trait Twice: Iterator<Item: Clone> + Sized {
    fn twice(self) -> impl Iterator<Item = Self::Item> {
        self.flat_map(|item| [item.clone(), item])
    }

    fn times(self, times: usize) -> impl Iterator<Item = Self::Item> {
        self.flat_map(move |item| std::iter::repeat_n(item, times))
    }
}

impl<I: Iterator<Item: Clone>> Twice for I {}

fn numbers(below: u64) -> impl Iterator<Item = u64> {
    0..below
}

#[test]
fn by_name() {
    let count = pipeline!(from(numbers(3)) >> twice >> times(3) >> count);
    assert_eq!(count.run().unwrap(), 18);
}

#[test]
fn by_path() {
    let count = pipeline!(from(numbers(3)) >> Twice::twice >> Twice::times(3) >> count);
    assert_eq!(count.run().unwrap(), 18);
}

#[test]
fn on_workers() {
    let count = pipeline!(from(numbers(3)) >> fan_out(2) >> twice >> Twice::twice() >> count);
    assert_eq!(count.run().unwrap(), 12);
}

#[test]
fn a_word_of_the_table_with_a_path_is_the_users() {
    let all: Vec<u64> = pipeline!(from(numbers(3)) >> Iterator::map(|n| n + 1) >> collect)
        .run()
        .unwrap();
    assert_eq!(all, [1, 2, 3]);
}
