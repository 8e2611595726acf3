//! Joins, push sources, time, done channels, and open pipelines.

use crate::facade::prelude::*;
use crate::facade::{Emitter, Part};
use std::ops::ControlFlow;
use std::time::Duration;

#[test]
fn joins_that_wait() {
    let ends = pipeline!({
        let (plain, squared, batched) = from(0..12_u64) >> tee;
        let squared = squared >> fan_out(2, ordered) >> map(|n| n * n) >> fan_in;
        let (lagging, other) = batched >> tee;
        let lagging = lagging >> skip(2);
        let other = other >> buffer(3);
        let pairs = (plain, squared) >> zip;
        let behind = (other, lagging) >> zip >> count;
        let (left, right) = pairs >> unzip;
        let right = right >> sum::<u64>();
        let more = from([7_u64]);
        let all = (left, more) >> concat >> collect::<Vec<_>>();
        (all.len(), right, behind)
    });
    assert_eq!(ends.run().unwrap(), (13, 506, 10));
}

#[test]
fn joins_that_do_not() {
    let ends = pipeline!({
        let (a, b, c) = from(0..30_usize) >> route(|n| n % 3);
        let numbers = (a, b) >> prefer;
        let words = from(["x", "y"]);
        let beat = ticks(1h);
        let c = c >> count;
        let sums = (numbers, words, beat)
            >> select(
                0,
                |sum, n, out| {
                    *sum += n;
                    if n == 0 {
                        out.push(n).unwrap();
                    }
                },
                |_, word, _| {
                    if word.is_empty() {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                },
                |_, _, _| (),
                at_end = |sum, out| out.push(sum).unwrap(),
            )
            >> collect::<Vec<_>>();
        (c, sums)
    });
    assert_eq!(ends.run().unwrap(), (10, vec![0, 280]));
}

#[test]
fn push_sources_and_what_ends_them() {
    let (closer, done) = Done::channel();
    let (sender, receiver) = crossbeam_channel::unbounded();
    sender.send(3_u64).unwrap();
    drop(sender);
    let ends = pipeline!({
        let numbers = generate(|out: &mut Emitter<u64>| {
            for n in 0..9 {
                if out.push(n).is_err() {
                    return;
                }
            }
        });
        let failing = generate(|out| (0_u64..).try_for_each(|n| out.push(n)))?;
        let few = failing >> take(3) >> count;
        let drained = from([receiver]) >> bridge >> count;
        let ended = ticks(1h) >> or_done(Done::or([done, Done::after(1h)])) >> count;
        let numbers =
            numbers >> buffer(20, drop_oldest) >> or_done(Done::after(1h)) >> sum::<u64>();
        (numbers, few, drained, ended)
    });
    closer.close();
    assert_eq!(ends.run().unwrap(), (36, 3, 1, 0));
}

#[test]
fn keyed_and_dropping() {
    let key = 3;
    let ends = pipeline!({
        let kept = from(0..9_u64) >> fan_out(2, by = |n| n % key) >> map(|n| n) >> fan_in >> count;
        let any = from(0..9_u64) >> fan_out(2, by = |n| n % key) >> any(|n| n == 4);
        let newest = from(0..9_u64) >> buffer(9, drop_newest) >> count;
        (kept, any, newest)
    });
    assert_eq!(ends.run().unwrap(), (9, true, 9));
}

fn lengths() -> impl Part<String, usize> {
    pipeline!(|words: Stream<String>| words >> map(|word| word.len()) >> filter(|n| *n > 1))
}

#[test]
fn open_pipelines() {
    let least = 2;
    let parse = pipeline!(|words: Stream<&str>| words
        >> filter(|word| !word.is_empty())
        >> map(str::parse::<u64>)?
        >> scan(0, |sum, n| {
            *sum += n;
            Some(*sum)
        })
        >> map(|n| n.max(least)));
    let ends = pipeline!({
        let words = from(["1", "", "2"]);
        let (a, b) = words >> tee;
        let a = a >> via(parse) >> collect::<Vec<_>>();
        let b = b >> map(str::to_owned) >> via(lengths()) >> count;
        let (c, d) = from(0..4_u64) >> tee;
        let d = d >> through(|items| items.map(|n| n + 1), rate = 1) >> same(rate = 1);
        let pairs = (c, d) >> zip >> count;
        let timed = from(0..4_u64) >> batch(3, Duration::from_hours(1)) >> count;
        (a, b, pairs, timed)
    });
    assert_eq!(ends.run().unwrap(), (vec![2, 3], 0, 4, 2));
}

/// A stage of the user's own that keeps what it is said to.
trait Same: Iterator + Sized {
    fn same(self) -> impl Iterator<Item = Self::Item> {
        self
    }
}

impl<I: Iterator> Same for I {}

#[test]
fn pictures() {
    let graph = pipeline!({
        let (a, b) = from(0..9_u64) >> tee;
        (a, b) >> zip >> fan_out(2, by = |pair| pair.0) >> map(|pair| pair) >> fan_in
    })
    .graph();
    assert!(graph.to_string().starts_with("[1] from(..)"));
}
