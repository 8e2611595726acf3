//! Batches: full but the last, none of them empty, all of the input.

use crate::support::gate::Gate;
use crate::support::watchdog::step;
use crossbeam_channel::{TryRecvError, unbounded};
use pipewright::prelude::*;
use pipewright::test::TestClock;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

fn grid() -> impl Iterator<Item = (u64, usize)> {
    let sizes = [1, 2, 3, 5, 13, 1000];
    let counts = 0..=14_u64;
    counts.flat_map(move |count| sizes.map(|size| (count, size)))
}

pub(super) fn an_empty_source_gives_no_batch_and_calls_no_closure() {
    step("no batch of nothing");
    let none = || -> Vec<u64> { unreachable!("there is no item") };
    let seen = pipeline!(from(0..0_u64) >> batch(3) >> collect::<Vec<Vec<u64>>>()).run();
    assert!(seen.unwrap().is_empty());
    let seen =
        pipeline!(from(0..0_u64) >> batch(3) >> buffer(1) >> collect::<Vec<Vec<u64>>>()).run();
    assert!(seen.unwrap().is_empty());
    let seen = pipeline!(from(0..0_u64) >> batch(3, 1h) >> collect::<Vec<Vec<u64>>>()).run();
    assert!(seen.unwrap().is_empty());
    let seen =
        pipeline!(from(0..0_u64) >> fan_out(2) >> batch(3) >> fan_in >> collect::<Vec<Vec<u64>>>())
            .run();
    assert!(seen.unwrap().is_empty());
    pipeline!(from(0..0_u64) >> batch(3) >> for_each(|batch| unreachable!("{batch:?}")))
        .run()
        .unwrap();
    let count = pipeline!(from(0..0_u64) >> buffer(1) >> batch(3) >> count).run();
    assert_eq!(count.unwrap(), 0);
    step("closures of the stages that need one");
    let seen = pipeline!(
        from(0..0_u64)
            >> map_init(none, |_, n| n)
            >> filter(|_| unreachable!("there is no item"))
            >> scan(0, |_, n: u64| -> Option<u64> { unreachable!("{n}") })
            >> fold_by(|n| *n, 0, |_, n| -> u64 { unreachable!("{n}") })
    )
    .run()
    .unwrap();
    assert!(seen.is_empty());
    let seen = pipeline!(
        from(0..0_u64)
            >> fan_out(2)
            >> map_init(none, |_, n| n)
            >> reduce(|_, n| unreachable!("{n}"))
    )
    .run();
    assert_eq!(seen.unwrap(), None);
    // What makes a value, and what finishes one, is called all the same.
    let (made, finished) = (Gate::default(), Gate::default());
    let items = std::iter::from_fn(|| {
        made.note();
        None::<u64>
    });
    let none = from_nothing(items, &finished);
    assert_eq!((none, made.came(), finished.came()), (0, 1, 1));
}

fn from_nothing(items: impl Iterator<Item = u64> + Send, finished: &Gate) -> usize {
    let other = std::iter::empty::<u64>();
    pipeline!({
        let a = from(items);
        let b = from(other);
        (a, b)
            >> select(
                (),
                |(), n, _| unreachable!("{n}"),
                |(), n, _| unreachable!("{n}"),
                at_end = |(), _out: &mut pipewright::Emitter<u64>| finished.note(),
            )
            >> consume(|items| items.count())
    })
    .run()
    .unwrap()
}

pub(super) fn batches_are_the_input() {
    for (count, size) in grid() {
        step(format!("{count} items in batches of {size}"));
        let all: Vec<u64> = (0..count).collect();
        let expected: Vec<Vec<u64>> = all.chunks(size).map(<[u64]>::to_vec).collect();
        // Folded, collected, pulled, behind an edge with a time that never comes, and on a single worker.
        let mut folded = Vec::new();
        let run = pipeline!(from(0..count) >> batch(size) >> for_each(|batch| folded.push(batch)));
        let folded = run.run().map(|()| folded);
        let collected =
            pipeline!(from(0..count) >> batch(size) >> collect::<Vec<Vec<u64>>>()).run();
        let pulled = pipeline!(
            from(0..count) >> batch(size) >> take(99) >> buffer(1) >> collect::<Vec<Vec<u64>>>()
        )
        .run();
        let timed = pipeline!(from(0..count) >> batch(size, 1h) >> collect::<Vec<Vec<u64>>>());
        let timed = timed.clock(&TestClock::new()).capacity(2).run();
        let alone = pipeline!(
            from(0..count) >> fan_out(1) >> batch(size) >> fan_in >> collect::<Vec<Vec<u64>>>()
        )
        .run();
        for seen in [folded, collected, pulled, timed, alone] {
            assert_eq!(seen.unwrap(), expected);
        }
    }
}

pub(super) fn each_worker_of_a_region_has_one_that_is_short() {
    const WORKERS: usize = 3;
    for (count, size) in grid() {
        step(format!("{count} items in batches of {size} on each worker"));
        let seen = pipeline!(
            from(0..count)
                >> fan_out(WORKERS)
                >> batch(size)
                >> fan_in
                >> collect::<Vec<Vec<u64>>>()
        );
        let seen = seen.capacity(1).run().unwrap();
        assert!(
            seen.iter().all(|batch| (1..=size).contains(&batch.len())),
            "{seen:?}"
        );
        assert!(
            seen.iter().filter(|batch| batch.len() < size).count() <= WORKERS,
            "{seen:?}"
        );
        assert!(seen.iter().all(|batch| batch.is_sorted()), "{seen:?}");
        let mut all = seen.concat();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..count));
    }
}

pub(super) fn a_batch_goes_on_when_its_time_is_up() {
    for items in [1_u64, 2, 5] {
        step(format!("{items} items, and then no more for an hour"));
        let clock = TestClock::new();
        let (tx, rx) = unbounded();
        let (out, batches) = unbounded();
        let run = pipeline!(move || receive(rx) >> batch(100, 1h) >> send(out))
            .clock(&clock)
            .spawn();
        (0..items).for_each(|n| tx.send(n).unwrap());
        let mut seen = Vec::<u64>::new();
        while (seen.len() as u64) < items {
            match batches.try_recv() {
                Ok(batch) => {
                    let batch: Vec<u64> = batch;
                    assert!(!batch.is_empty());
                    seen.extend(batch);
                }
                Err(TryRecvError::Empty) => clock.advance(HOUR / 60),
                Err(gone) => panic!("{gone} before the end"),
            }
        }
        assert!(seen.into_iter().eq(0..items));
        // Time alone makes no batch.
        clock.advance(10 * HOUR);
        drop(tx);
        run.join().unwrap();
        assert_eq!(batches.try_iter().count(), 0);
    }
}

pub(super) fn the_open_batch_is_given_at_a_drain() {
    for (items, size) in [(1, 3), (2, 3), (3, 3), (4, 3), (7, 3), (5, 100)] {
        step(format!("stopped behind {items} items, batches of {size}"));
        let all: Vec<u64> = (0..items).collect();
        let expected: Vec<Vec<u64>> = all.chunks(size).map(<[u64]>::to_vec).collect();
        macro_rules! drained {
            (|$source:ident| $($pipeline:tt)*) => {{
                let (tx, rx) = unbounded();
                let came = Gate::default();
                let notes = came.clone();
                let run = pipeline!(move || {
                    let $source = receive(rx) >> inspect(move |_: &u64| notes.note());
                    $($pipeline)*
                });
                let run = run.clock(&TestClock::new()).spawn();
                for n in &all {
                    tx.send(*n).unwrap();
                }
                came.until_came(all.len());
                run.control().stop();
                assert_eq!(run.join().unwrap(), expected);
                drop(tx);
            }};
        }
        drained!(|source| source >> batch(size) >> collect::<Vec<Vec<u64>>>());
        drained!(|source| source >> batch(size) >> buffer(1) >> collect::<Vec<Vec<u64>>>());
        drained!(|source| source
            >> buffer(1)
            >> batch(size)
            >> buffer(1)
            >> collect::<Vec<Vec<u64>>>());
        drained!(|source| source >> batch(size, 1h) >> collect::<Vec<Vec<u64>>>());
        drained!(|source| source
            >> fan_out(1)
            >> batch(size)
            >> fan_in
            >> collect::<Vec<Vec<u64>>>());
    }
}

/// Streams that end at 3, with an open batch, but would give more if they were asked again.
pub(super) fn an_end_is_an_end() {
    let expected = [vec![0, 1], vec![2]];
    step("map_while, with a sink that folds");
    let mut folded = Vec::new();
    let until_three = |n| (n != 3).then_some(n);
    pipeline!(
        from(0..9) >> map_while(until_three) >> batch(2) >> for_each(|batch| folded.push(batch))
    )
    .run()
    .unwrap();
    assert_eq!(folded, expected);
    step("map_while, with an edge behind it");
    let run = pipeline!(from(0..9) >> map_while(until_three) >> batch(2) >> buffer(9) >> collect);
    let seen: Vec<Vec<i32>> = run.run().unwrap();
    assert_eq!(seen, expected);
    step("scan");
    let run = pipeline!(from(0..9) >> scan((), |(), n| until_three(n)) >> batch(2) >> collect);
    let seen: Vec<Vec<i32>> = run.run().unwrap();
    assert_eq!(seen, expected);
    step("a source");
    let mut source = (0..9).map(until_three);
    let source = std::iter::from_fn(move || source.next().flatten());
    let run = pipeline!(from(source) >> batch(2) >> buffer(9) >> collect);
    let seen: Vec<Vec<i32>> = run.run().unwrap();
    assert_eq!(seen, expected);
}
