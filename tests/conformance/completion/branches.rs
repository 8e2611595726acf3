//! Splits: what each branch sees, and what happens when one of them ends.

use crate::support::gate::Gate;
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::step;
use pipewright::Report;
use pipewright::prelude::*;

const ALL: u64 = 60;

fn ids(items: &[Tracked]) -> Vec<u64> {
    items.iter().map(|item| item.id).collect()
}

pub(super) fn a_tee_gives_the_same_to_all() {
    macro_rules! tee {
        ($count:expr, $capacity:expr, $($branch:ident)*) => {{
            step(format!("{} branches, {} items, {}", [$(stringify!($branch)),*].len(), $count, $capacity));
            let ledger = Ledger::default();
            let source = ledger.source(0..$count);
            let seen = pipeline!({
                let ($($branch),*) = from(source) >> tee;
                $(let $branch = $branch >> collect::<Vec<Tracked>>();)*
                [$($branch),*]
            })
            .capacity($capacity)
            .run()
            .unwrap();
            for items in &seen {
                assert!(ids(items).into_iter().eq(0..$count));
            }
            assert_eq!(ledger.clones() as u64, (seen.len() as u64 - 1) * $count);
            drop(seen);
            ledger.assert_all_dropped();
        }};
    }
    for capacity in [1, 2, 64] {
        for count in super::counts(capacity) {
            tee!(count, capacity, a b);
            tee!(count, capacity, a b c);
            tee!(count, capacity, a b c d fifth);
        }
    }
}

/// The edges of a split: the one that is left after `taken` items has discarded the rest, the others nothing.
fn assert_discarded(report: &Report, edge: usize, pushed: u64, taken: u64) {
    for (place, seen) in report.edges().iter().enumerate() {
        assert_eq!(seen.pushed(), seen.popped() + seen.discarded(), "{report}");
        if place == edge {
            assert_eq!((seen.pushed(), seen.popped()), (pushed, taken), "{report}");
        } else {
            assert_eq!(seen.discarded(), 0, "{report}");
        }
    }
}

/// After how many items a branch ends, and the bound of its edge.
fn ends() -> impl Iterator<Item = (usize, usize)> {
    let around = |bound| [0, 1, bound, bound + 1].map(|taken| (taken, bound));
    [1, 2, 5]
        .into_iter()
        .flat_map(around)
        .inspect(|(taken, bound)| {
            step(format!("one ends after {taken}, edges of {bound}"));
        })
}

pub(super) fn the_others_of_a_tee_go_on() {
    for (taken, capacity) in ends() {
        // The first, the last and the middle one of three ends.
        for leaves in 0..3_usize {
            let ledger = Ledger::default();
            let source = ledger.source(0..ALL);
            let few = |branch: usize| if branch == leaves { taken } else { usize::MAX };
            let (outcome, report) = pipeline!({
                let (a, b, c) = from(source) >> tee;
                let a = a >> take(few(0)) >> collect::<Vec<Tracked>>();
                let b = b >> take(few(1)) >> collect::<Vec<Tracked>>();
                let c = c >> take(few(2)) >> collect::<Vec<Tracked>>();
                [a, b, c]
            })
            .capacity(capacity)
            .run_reported();
            for (branch, items) in outcome.unwrap().iter().enumerate() {
                let count = if branch == leaves { taken as u64 } else { ALL };
                assert!(ids(items).into_iter().eq(0..count), "branch {branch}");
            }
            assert_discarded(&report, leaves, ALL, taken as u64);
            ledger.assert_all_dropped();
            assert_eq!(ledger.pulled() as u64, ALL);
        }
    }
}

pub(super) fn the_others_of_a_partition_go_on() {
    for (taken, capacity) in ends() {
        for leaves in 0..2_usize {
            let ledger = Ledger::default();
            let source = ledger.source(0..ALL);
            let few = |branch: usize| if branch == leaves { taken } else { usize::MAX };
            let (outcome, report) = pipeline!({
                let (even, odd) = from(source) >> partition(|item| item.id % 2 == 0);
                let even = even >> take(few(0)) >> collect::<Vec<Tracked>>();
                let odd = odd >> take(few(1)) >> collect::<Vec<Tracked>>();
                [even, odd]
            })
            .capacity(capacity)
            .run_reported();
            for (branch, items) in outcome.unwrap().iter().enumerate() {
                let mine = (0..ALL).filter(|id| id % 2 == branch as u64);
                assert!(
                    ids(items).into_iter().eq(mine.take(few(branch))),
                    "branch {branch}"
                );
            }
            assert_discarded(&report, leaves, ALL / 2, taken as u64);
            ledger.assert_all_dropped();
            assert_eq!(ledger.pulled() as u64, ALL);
        }
    }
}

pub(super) fn the_others_of_a_route_go_on() {
    let third = |item: &Tracked| usize::try_from(item.id % 3).unwrap();
    for (taken, capacity) in ends() {
        for leaves in 0..3_usize {
            let ledger = Ledger::default();
            let source = ledger.source(0..ALL);
            let few = |branch: usize| if branch == leaves { taken } else { usize::MAX };
            let (outcome, report) = pipeline!({
                let (a, b, c) = from(source) >> route(third);
                let a = a >> take(few(0)) >> collect::<Vec<Tracked>>();
                let b = b >> take(few(1)) >> collect::<Vec<Tracked>>();
                let c = c >> take(few(2)) >> collect::<Vec<Tracked>>();
                [a, b, c]
            })
            .capacity(capacity)
            .run_reported();
            for (branch, items) in outcome.unwrap().iter().enumerate() {
                let mine = (0..ALL).filter(|id| id % 3 == branch as u64);
                assert!(
                    ids(items).into_iter().eq(mine.take(few(branch))),
                    "branch {branch}"
                );
            }
            assert_discarded(&report, leaves, ALL / 3, taken as u64);
            ledger.assert_all_dropped();
            assert_eq!(ledger.pulled() as u64, ALL);
        }
    }
}

pub(super) fn the_other_of_a_split_result_goes_on() {
    for (taken, capacity) in ends() {
        for leaves in 0..2_usize {
            let ledger = Ledger::default();
            let source = ledger.source(0..ALL);
            let few = |branch: usize| if branch == leaves { taken } else { usize::MAX };
            let side = |item: Tracked| {
                if item.id.is_multiple_of(2) {
                    Ok(item)
                } else {
                    Err(item)
                }
            };
            let (outcome, report) = pipeline!({
                let (good, bad) = from(source) >> map(side) >> split_result;
                let good = good >> take(few(0)) >> collect::<Vec<Tracked>>();
                let bad = bad >> take(few(1)) >> collect::<Vec<Tracked>>();
                [good, bad]
            })
            .capacity(capacity)
            .run_reported();
            for (branch, items) in outcome.unwrap().iter().enumerate() {
                let mine = (0..ALL).filter(|id| id % 2 == branch as u64);
                assert!(
                    ids(items).into_iter().eq(mine.take(few(branch))),
                    "branch {branch}"
                );
            }
            assert_discarded(&report, leaves, ALL / 2, taken as u64);
            ledger.assert_all_dropped();
        }
    }
}

pub(super) fn the_other_of_an_unzip_goes_on() {
    for (taken, capacity) in ends() {
        for leaves in 0..2_usize {
            let ledger = Ledger::default();
            let pairs = ledger.source(0..2 * ALL).array_of_two();
            let few = |branch: usize| if branch == leaves { taken } else { usize::MAX };
            let (outcome, report) = pipeline!({
                let (even, odd) = from(pairs) >> unzip;
                let even = even >> take(few(0)) >> collect::<Vec<Tracked>>();
                let odd = odd >> take(few(1)) >> collect::<Vec<Tracked>>();
                [even, odd]
            })
            .capacity(capacity)
            .run_reported();
            for (branch, items) in outcome.unwrap().iter().enumerate() {
                let mine = (0..2 * ALL).filter(|id| id % 2 == branch as u64);
                assert!(
                    ids(items).into_iter().eq(mine.take(few(branch))),
                    "branch {branch}"
                );
            }
            assert_discarded(&report, leaves, ALL, taken as u64);
            ledger.assert_all_dropped();
        }
    }
}

/// Items by twos.
trait ByTwos: Iterator + Sized {
    fn array_of_two(mut self) -> impl Iterator<Item = (Self::Item, Self::Item)> {
        std::iter::from_fn(move || Some((self.next()?, self.next()?)))
    }
}
impl<I: Iterator> ByTwos for I {}

pub(super) fn a_source_stops_when_all_have_ended() {
    for (taken, capacity) in ends() {
        for (first, second) in [(taken, taken), (taken, 7), (7, taken), (0, 0)] {
            let (ledger, left) = (Ledger::default(), Gate::default());
            // The second one ends when the first has, in one of the two orders.
            let (tee_source, route_source) = (ledger.source(0..), ledger.source(0..));
            let seen = pipeline!({
                let (a, b) = from(tee_source) >> tee;
                let a = a >> take(first) >> collect::<Vec<Tracked>>();
                let b = b >> take(second) >> inspect(|_| left.note()) >> collect::<Vec<Tracked>>();
                [a, b]
            })
            .capacity(capacity)
            .run()
            .unwrap();
            assert_eq!(left.came(), second);
            for (items, count) in seen.iter().zip([first, second]) {
                assert!(ids(items).into_iter().eq(0..count as u64));
            }
            let seen = pipeline!({
                let (a, b) =
                    from(route_source) >> route(|item| usize::try_from(item.id % 2).unwrap());
                let a = a >> take(first) >> collect::<Vec<Tracked>>();
                let b = b >> take(second) >> collect::<Vec<Tracked>>();
                [a, b]
            })
            .capacity(capacity)
            .run()
            .unwrap();
            for (branch, (items, count)) in seen.iter().zip([first, second]).enumerate() {
                let mine = (0..).filter(|id| id % 2 == branch as u64);
                assert!(ids(items).into_iter().eq(mine.take(count)));
            }
            drop(seen);
        }
    }
}
