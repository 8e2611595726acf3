//! Inside a region every stage runs on each worker; with `ordered` the output is that of the same chain without threads.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

fn numbers() -> std::ops::Range<u64> {
    0..200
}

macro_rules! as_iterator {
    (@ [[$($front:tt)*] [$($behind:tt)*]] [$($stage:tt)*]) => {
        pipeline!($($front)* $($stage)* $($behind)*).run().unwrap()
    };
    (= [$($stage:tt)*]) => { numbers().$($stage)*.collect::<Vec<_>>() };
    ($ordered:tt $unordered:tt $($stage:tt)+) => {$(
        let theirs = as_iterator!(= $stage);
        assert_eq!(as_iterator!(@ $ordered $stage), theirs, "{} ordered", stringify!($stage));
        let ours = crate::sorted(as_iterator!(@ $unordered $stage));
        assert_eq!(ours, crate::sorted(theirs), "{}", stringify!($stage));
    )+};
}

#[test]
fn a_stage_in_a_region_gives_what_it_gives_outside() {
    watched(|| {
        for workers in [1, 2, 4] {
            as_iterator! {
                [[from(numbers()) >> fan_out(workers, ordered) >>] [>> fan_in >> collect::<Vec<_>>()]]
                [[from(numbers()) >> fan_out(workers) >>] [>> fan_in >> collect::<Vec<_>>()]]
                [map(|n| n * 2)]
                [filter(|n| n % 3 == 0)]
                [filter_map(|n| (n % 7 > 2).then_some(n + 1))]
                [flat_map(|n| 0..n % 4)]
                [inspect(|_| ())]
            }
        }
    });
}

#[test]
fn the_stages_that_iterators_lack_in_a_region() {
    watched(|| {
        let items: Vec<u64> = numbers().collect();
        let ours: Vec<_> =
            pipeline!(from(&items) >> fan_out(3, ordered) >> copied >> fan_in >> collect)
                .run()
                .unwrap();
        assert_eq!(ours, items);
        let ours: Vec<_> =
            pipeline!(from(&items) >> fan_out(3, ordered) >> cloned >> fan_in >> collect)
                .run()
                .unwrap();
        assert_eq!(ours, items);
        let nested = items.chunks(3).map(<[u64]>::to_vec);
        let ours: Vec<_> =
            pipeline!(from(nested) >> fan_out(3, ordered) >> flatten >> fan_in >> collect)
                .run()
                .unwrap();
        assert_eq!(ours, items);
        let batches: Vec<_> =
            pipeline!(from(numbers()) >> fan_out(3) >> batch(7) >> fan_in >> collect)
                .run()
                .unwrap();
        assert!(batches.iter().all(|batch| (1..=7).contains(&batch.len())));
        assert_eq!(crate::sorted(batches.concat()), items);
        let ours: Vec<_> = pipeline!(
            from(numbers()) >> fan_out(3) >> through(|items| items.step_by(1)) >> fan_in >> collect
        )
        .run()
        .unwrap();
        assert_eq!(crate::sorted(ours), items);
    });
}

#[test]
fn a_state_is_made_once_a_worker_on_the_worker_and_never_without_an_item() {
    watched(|| {
        let (made, gate) = (AtomicUsize::new(0), Gate::default());
        let _opens = OpensAtEnd(gate.clone());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                gate.until_waiting(3);
                gate.open();
            });
            let homes = pipeline!(
                from(0..300_u32)
                    >> fan_out(3)
                    >> map_init(
                        || {
                            made.fetch_add(1, Ordering::SeqCst);
                            // May not travel: it stays where it was made.
                            std::rc::Rc::new(std::thread::current().id())
                        },
                        |home, _| {
                            gate.pass();
                            assert_eq!(**home, std::thread::current().id());
                            **home
                        }
                    )
                    >> collect::<std::collections::HashSet<_>>()
            )
            .run()
            .unwrap();
            assert_eq!((homes.len(), made.load(Ordering::SeqCst)), (3, 3));
        });
        let none = pipeline!(
            from(None::<u8>)
                >> fan_out(2)
                >> try_map_init(
                    || Err::<(), _>("there is no item"),
                    |(), n| Ok::<_, String>(n)
                )?
                >> count
        );
        assert_eq!(none.run().unwrap(), 0);
    });
}

#[test]
fn a_region_has_as_many_workers_as_it_says_and_a_section_has_one() {
    watched(|| {
        let (inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let enter = |n: u32| {
            most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::yield_now();
            inside.fetch_sub(1, Ordering::SeqCst);
            n
        };
        let count = pipeline!(from(0..500_u32) >> buffer(2) >> map(enter) >> buffer(2) >> count);
        assert_eq!(count.run().unwrap(), 500);
        assert_eq!(most.load(Ordering::SeqCst), 1);
        let count = pipeline!(from(0..500_u32) >> fan_out(3) >> map(enter) >> fan_in >> count);
        assert_eq!(count.run().unwrap(), 500);
        assert!(most.load(Ordering::SeqCst) <= 3);

        // All of them at once, or this waits for ever.
        let gate = Gate::default();
        let _opens = OpensAtEnd(gate.clone());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                gate.until_waiting(4);
                gate.open();
            });
            let count =
                pipeline!(from(0..4) >> fan_out(4) >> inspect(|_| gate.pass()) >> fan_in >> count);
            assert_eq!(count.run().unwrap(), 4);
        });
    });
}

#[test]
fn regions_one_after_the_other_and_with_a_buffer_between() {
    watched(|| {
        let expected: Vec<u64> = numbers().map(|n| n * 2 + 1).collect();
        let ours: Vec<_> = pipeline!(
            from(numbers())
                >> fan_out(2, ordered)
                >> map(|n| n * 2)
                >> fan_in
                >> fan_out(3, ordered)
                >> map(|n| n + 1)
                >> fan_in
                >> buffer(1)
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(ours, expected);
        let ours: Vec<_> = pipeline!(
            from(numbers())
                >> fan_out(2)
                >> map(|n| n * 2)
                >> fan_in
                >> buffer(1)
                >> fan_out
                >> map(|n| n + 1)
                >> fan_in
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(crate::sorted(ours), expected);
    });
}

/// Of a region at full speed one item keeps its worker busy until all others have been through, whichever worker had them.
fn nothing_waits_for_a_busy_worker(workers: usize, capacity: usize) {
    const ITEMS: usize = 3000;
    for busy in [0, 7, 1500, ITEMS - 1] {
        let through = AtomicUsize::new(0);
        let others = Gate::default();
        let (seen, open) = (&through, &others);
        let mut items = pipeline!(
            from(0..ITEMS)
                >> fan_out(workers)
                >> inspect(|item| {
                    if *item == busy {
                        open.pass();
                    } else if seen.fetch_add(1, Ordering::SeqCst) == ITEMS - 2 {
                        open.open();
                    }
                })
                >> fan_in
                >> collect::<Vec<_>>()
        )
        .capacity(capacity)
        .run()
        .unwrap();
        items.sort_unstable();
        assert!(items.into_iter().eq(0..ITEMS));
    }
}

#[test]
fn what_a_worker_has_taken_beyond_the_item_in_its_hands_waits_for_no_one() {
    watched(|| {
        for workers in [2, 3, 8] {
            for capacity in [1, 8, 64, 1024] {
                nothing_waits_for_a_busy_worker(workers, capacity);
            }
        }
    });
}
