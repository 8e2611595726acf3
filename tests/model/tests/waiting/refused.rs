//! What the macro refuses, written as it would expand: every schedule ends, and says that it has stalled.

use pipewright::__private as raw;
use pipewright::{Error, ErrorKind};
use pipewright_model::{Seen, explore};
use raw::Count;

fn at_least_one(number: usize) -> Count {
    Count::new("a stage", "at least one", number)
}

/// A `tee`, a stage on one branch, and a join: what it counts of `n` items at a capacity.
macro_rules! branched {
    ($n:expr, $capacity:expr, |$split:ident, $to_stage:ident, $to_join:ident| $splits:expr,
     |$branch:ident, $out:ident| $stage:expr, |$a:ident, $b:ident, $run:ident| $join:expr) => {
        raw::pipeline(
            (raw::source::from(0..$n),),
            |$run, (items,)| {
                $run.scope(|s| {
                    let ($to_stage, stage) = s.edge();
                    let ($to_join, $a) = s.edge();
                    s.section("split", || {
                        let $split = items.flow($run);
                        $splits;
                    });
                    let ($out, $b) = s.edge();
                    s.section("stage", || {
                        let $branch = stage.flow($run);
                        $stage;
                    });
                    s.here(|| $join).end(s, || {})
                })
            },
            "S\tsplit\t\t\nS\tstage\t\t\nS\tjoin\t\th\nE\t0\t0\t1\t\t\nE\t1\t0\t2\t\t\nE\t2\t1\t2\t\t\n",
        )
        .capacity($capacity)
        .run()
    };
}

/// A `tee` and a `zip`, with a stage between them on one side.
macro_rules! teed {
    ($n:expr, $capacity:expr, |$branch:ident| $stage:expr) => {
        branched!(
            $n,
            $capacity,
            |items, to_stage, to_join| items.tee([to_stage, to_join]),
            |$branch, out| $stage.buffer(out),
            |a, b, run| raw::join((b, a), run).zip().count()
        )
    };
}

/// Every schedule stalls.
fn stalls(run: fn() -> Result<usize, Error>) {
    explore(move || {
        assert_eq!(run().unwrap_err().kind(), ErrorKind::Stalled);
    });
}

/// The same graph where it has what it needs: none does.
fn ends_well(run: fn() -> Result<usize, Error>, count: usize) {
    explore(move || assert_eq!(run().unwrap(), count));
}

#[test]
fn a_filter_on_a_branch() {
    stalls(|| teed!(6_u64, 1, |items| items.filter(|n| n % 100 == 0)));
    ends_well(
        || teed!(6_u64, 8, |items| items.filter(|n| n % 100 == 0)),
        1,
    );
    ends_well(|| teed!(6_u64, 1, |items| items.filter(|_| true)), 6);
}

#[test]
fn a_skip_on_a_branch_that_is_longer_than_the_other_has_room() {
    stalls(|| teed!(8_u64, 1, |items| items.skip(5)));
    ends_well(|| teed!(8_u64, 5, |items| items.skip(5)), 3);
}

#[test]
fn batches_on_one_branch() {
    stalls(|| teed!(12_u64, 1, |items| items.batch(at_least_one(4))));
    ends_well(
        || teed!(12_u64, 12, |items| items.batch(at_least_one(4))),
        3,
    );
}

#[test]
fn several_of_one_on_a_branch() {
    stalls(|| teed!(8_u64, 1, |items| items.flat_map(|n| [n; 3])));
    ends_well(|| teed!(8_u64, 32, |items| items.flat_map(|n| [n; 3])), 8);
}

/// Both branches one behind the other, each of so many items.
fn in_turn(n: u64, capacity: usize) -> Result<usize, Error> {
    branched!(
        n,
        capacity,
        |items, to_stage, to_join| items.tee([to_stage, to_join]),
        |items, out| items.map(|n| n).buffer(out),
        |a, b, run| raw::join([b, a], run).concat().count()
    )
}

#[test]
fn a_concat_of_branches_that_are_longer_than_the_room() {
    stalls(|| in_turn(6, 1));
    ends_well(|| in_turn(6, 6), 12);
}

/// Those below `few` go one way, the others the other way, and are zipped.
fn sides(n: u64, few: u64, capacity: usize) -> Result<usize, Error> {
    branched!(
        n,
        capacity,
        |items, to_stage, to_join| items.partition(move |n| *n < few, (to_stage, to_join)),
        |items, out| items.map(|n| n).buffer(out),
        |a, b, run| raw::join((b, a), run).zip().count()
    )
}

#[test]
fn a_partition_whose_one_side_comes_late() {
    stalls(|| sides(8, 6, 1));
    ends_well(|| sides(8, 6, 8), 2);
}

/// Which side comes first is up to a region that loses the order.
fn sides_by_chance() -> Result<usize, Error> {
    raw::pipeline(
        (raw::source::from(0..8_u64),),
        |run, (items,)| {
            run.scope(|s| {
                let workers = at_least_one(2);
                let (to_region, region) = s.edge();
                s.section("from", || items.flow(run).buffer(to_region));
                let (out, merged) = s.edge();
                s.region("map", &workers, region, out, |items, out| {
                    items.map(|n| n).buffer(out);
                });
                let ((to_a, a), (to_b, b)) = (s.edge(), s.edge());
                s.section("partition", || {
                    merged.flow(run).partition(|n| n % 4 < 2, (to_a, to_b));
                });
                s.here(|| raw::join((a, b), run).zip().count())
                    .end(s, || {})
            })
        },
        "S\tfrom\t\t\nS\tmap\t2\t\nS\tpartition\t\t\nS\tzip\t\th\n\
         E\t0\t0\t1\t\t\nE\t1\t1\t2\t\t\nE\t2\t2\t3\t\t\nE\t3\t2\t3\t\t\n",
    )
    .capacity(1)
    .run()
}

#[test]
fn a_partition_behind_a_region_stalls_in_some_orders_only() {
    let seen = Seen::default();
    let noted = seen.clone();
    explore(move || match sides_by_chance() {
        Ok(count) => {
            assert_eq!(count, 4);
            noted.note("ok");
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::Stalled);
            noted.note("stalled");
        }
    });
    seen.assert_all(&["ok", "stalled"]);
}
