//! Open pipelines, spliced in with `via`, and what the user claims with `rate = 1`.

use crate::support::faults::{Fault, Planted, planted_in, planted_panic_of};
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use pipewright::{ErrorKind, Part};

#[test]
fn one_can_be_used_again_each_time_with_new_state() {
    watched(|| {
        let sums = pipeline!(|numbers: Stream<u64>| numbers
            >> scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            })
            >> dedup
            >> skip(1)
            >> enumerate);
        let run = |n: u64| {
            pipeline!(from(0..n) >> via(sums) >> collect::<Vec<_>>())
                .run()
                .unwrap()
        };
        assert_eq!(run(5), [(0, 1), (1, 3), (2, 6), (3, 10)]);
        assert_eq!(run(4), [(0, 1), (1, 3), (2, 6)]);
        let both = pipeline!({
            let (a, b) = from(0..4_u64) >> tee;
            let a = a >> via(sums) >> collect::<Vec<_>>();
            let b = b >> buffer(1) >> via(sums) >> map(|(_, sum)| sum) >> via(sums) >> count;
            (a, b)
        });
        assert_eq!(both.run().unwrap(), (vec![(0, 1), (1, 3), (2, 6)], 2));
    });
}

#[test]
fn every_worker_of_a_region_has_its_own() {
    watched(|| {
        let firsts = pipeline!(|numbers: Stream<u64>| numbers
            >> map_init(
                || 0_u64,
                |seen, n| {
                    *seen += 1;
                    (*seen, n)
                }
            )
            >> filter_map(|(seen, n)| (seen > 0).then_some(n)));
        let all: Vec<u64> =
            pipeline!(from(0..60_u64) >> fan_out(1) >> via(firsts) >> fan_in >> collect)
                .run()
                .unwrap();
        assert!(all.into_iter().eq(0..60));
        let count = pipeline!(from(0..60_u64) >> fan_out(3) >> via(firsts) >> count);
        assert_eq!(count.run().unwrap(), 60);
    });
}

#[derive(Debug)]
struct Mine(String);

impl From<pipewright::Error> for Mine {
    fn from(error: pipewright::Error) -> Self {
        Self(error.to_string())
    }
}

#[test]
fn its_failures_end_the_run_it_is_spliced_into() {
    watched(|| {
        let checked = |fault: Fault| {
            pipeline!(|numbers: Stream<u64>| numbers
                >> map(|n| n + 1)
                >> map(move |n| fault.at(n))?
                >> filter(|n| n % 2 == 1))
        };
        let (good, bad) = (checked(Fault::None), checked(Fault::Error(7)));
        let count = pipeline!(from(0..10_u64) >> via(good) >> count);
        assert_eq!(count.run().unwrap(), 5);
        let error = pipeline!(from(0..10_u64) >> via(bad) >> count)
            .run()
            .unwrap_err();
        assert_eq!((error.stage(), error.item()), (Some("map"), Some(6)));
        assert_eq!(planted_in(&error), Some(Planted(7)));
        assert!(error.location().is_some_and(|at| at.contains("parts.rs")));
        let error = pipeline!(from(0..10_u64) >> fan_out(2) >> via(bad) >> count)
            .run()
            .unwrap_err();
        assert!(error.worker().is_some());
        let panics = checked(Fault::Panic(7));
        let panic = planted_panic_of(|| pipeline!(from(0..10_u64) >> via(panics) >> count).run());
        assert_eq!(panic, Planted(7));
    });
}

#[test]
fn in_a_typed_pipeline_it_fails_with_that_type() {
    watched(|| {
        let checked = pipeline!(|numbers: Stream<u64>| numbers >> map(|n| Fault::Error(7).at(n))?);
        let error = pipeline!({
            type Error = Mine;
            from(0..10_u64) >> via(checked) >> count
        })
        .run()
        .unwrap_err();
        // It knows nothing of that type, so its failure comes as one of the library's.
        assert!(error.0.starts_with("`map` failed on item 7"), "{error:?}");
    });
}

fn lengths(at_least: usize) -> impl Part<String, usize> {
    pipeline!(|words: Stream<String>| words
        >> map(|word| word.len())
        >> filter(move |length| *length >= at_least))
}

#[test]
fn a_function_may_return_one_and_one_may_follow_another() {
    watched(|| {
        let words = || ["a", "bcd", "ef"].map(str::to_owned);
        let long = lengths(2);
        let sum = pipeline!(from(words()) >> via(long) >> sum::<usize>());
        assert_eq!(sum.run().unwrap(), 5);
        let handle = pipeline!(move || from(words()) >> via(lengths(3)) >> sum::<usize>()).spawn();
        assert_eq!(handle.join().unwrap(), 3);
        let doubled = pipeline!(|lengths: Stream<usize>| lengths >> map(|n| 2 * n));
        let sum = pipeline!(from(words()) >> via(lengths(1)) >> via(doubled) >> sum::<usize>());
        assert_eq!(sum.run().unwrap(), 12);
    });
}

/// Stages that keep their number of items, and stages that do not.
trait Own: Iterator + Sized {
    fn kept(self) -> impl Iterator<Item = Self::Item> {
        self
    }
    fn fewer(self) -> impl Iterator<Item = Self::Item> {
        self.step_by(2)
    }
    fn doubled(self) -> impl Iterator<Item = Self::Item>
    where
        Self::Item: Clone,
    {
        self.flat_map(|item| [item.clone(), item])
    }
    fn delayed(mut self) -> impl Iterator<Item = Self::Item> {
        let mut last = self.next();
        std::iter::from_fn(move || std::mem::replace(&mut last, self.next()))
    }
    fn shortened(self, n: usize) -> impl Iterator<Item = Self::Item> {
        self.take(n)
    }
}

impl<I: Iterator> Own for I {}

#[test]
fn a_claim_that_holds_changes_nothing() {
    watched(|| {
        let part = pipeline!(|numbers: Stream<u64>| numbers >> map(|n| n + 1));
        let pairs = pipeline!({
            let (a, b) = from(0..50_u64) >> tee;
            let b = b
                >> kept(rate = 1)
                >> via(part, rate = 1)
                >> through(|items| items.map(|n| n - 1), rate = 1);
            (a, b) >> zip >> map(|(a, b)| assert_eq!(a, b)) >> count
        });
        assert_eq!(pairs.capacity(1).run().unwrap(), 50);
        // To end early is no other number: there is no item that got none.
        let pairs = pipeline!({
            let (a, b) = from(0..50_u64) >> tee;
            let b = b >> shortened(7, rate = 1);
            (a, b) >> zip >> count
        });
        assert_eq!(pairs.capacity(1).run().unwrap(), 7);
    });
}

#[test]
fn a_claim_that_is_broken_ends_the_run() {
    watched(|| {
        macro_rules! broken {
            ($stage:ident) => {{
                let error = pipeline!({
                    let (a, b) = from(0..50_u64) >> tee;
                    let b = b >> $stage(rate = 1);
                    (a, b) >> zip >> count
                })
                .capacity(1)
                .run()
                .unwrap_err();
                assert_eq!(
                    (error.kind(), error.stage()),
                    (ErrorKind::Failed, Some(stringify!($stage)))
                );
                let said = std::error::Error::source(&error).unwrap().to_string();
                assert_eq!(said, "it gave another number of items than `rate = 1` says");
                error.item()
            }};
        }
        assert!(broken!(fewer).is_some_and(|item| item <= 1));
        assert_eq!(broken!(doubled), Some(0));
        assert!(broken!(delayed).is_some_and(|item| item <= 1));
    });
}
