//! Stages borrow from the caller's frame; what must be owned says `move`.

use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Mutex;

#[test]
fn every_section_may_borrow_from_the_callers_frame() {
    watched(|| {
        let words: Vec<String> = ["a", "b", "c", "a"].map(String::from).into();
        let stop: HashSet<&str> = ["b"].into();
        let (log, bound) = (Mutex::new(Vec::new()), String::from("!"));
        let (mut audited, mut last) = (0, "");
        let longest = pipeline!({
            let (audit, work) =
                from(&words) >> inspect(|word| log.lock().unwrap().push(word.as_str())) >> tee;
            audit >> for_each(|_| audited += 1);
            work >> fan_out(2)
                >> filter(|word| !stop.contains(word.as_str()))
                >> map(|word| format!("{word}{bound}"))
                >> fan_in
                >> max?
        })
        .run()
        .unwrap();
        pipeline!(from(&words) >> for_each(|word| last = word))
            .run()
            .unwrap();
        assert_eq!((longest.as_str(), audited, last), ("c!", 4, "a"));
        assert_eq!(*log.lock().unwrap(), words);
        assert_eq!((stop.len(), bound.as_str()), (1, "!"));
    });
}

#[test]
fn the_last_section_runs_on_the_callers_thread_and_so_may_hold_what_cannot_travel() {
    watched(|| {
        let seen = Rc::new(Cell::new(0));
        let here = std::thread::current().id();
        pipeline!(
            from(0..10_u32)
                >> fan_out(2)
                >> map(|n| n + 1)
                >> fan_in
                >> for_each(|n| {
                    assert_eq!(std::thread::current().id(), here);
                    seen.set(seen.get() + n);
                })
        )
        .run()
        .unwrap();
        assert_eq!(seen.get(), 55);
        // A chain without a boundary is all there, its source too.
        let items = Rc::new(vec![1, 2]);
        let sum = pipeline!(from(items.iter()) >> map(|n| n * seen.get()) >> sum::<u32>());
        assert_eq!(sum.run().unwrap(), 165);
    });
}

#[test]
fn a_state_that_cannot_travel_lives_on_its_worker() {
    watched(|| {
        let sum = pipeline!(
            from(0..100_u32)
                >> fan_out(3)
                >> map_init(
                    || Rc::new(Cell::new(0)),
                    |state, n| {
                        state.set(n);
                        state.get()
                    }
                )
                >> sum::<u32>()
        );
        assert_eq!(sum.run().unwrap(), 4950);
        let sum = pipeline!(
            from(0..100_u32)
                >> buffer(1)
                >> map_init(|| Rc::new(1), |one, n| n + **one)
                >> buffer(1)
                >> sum::<u32>()
        );
        assert_eq!(sum.run().unwrap(), 5050);
    });
}

#[test]
fn a_spawned_pipeline_owns_what_it_uses() {
    watched(|| {
        let handle = {
            let (items, factor) = (vec![1_u32, 2, 3], Box::new(10));
            pipeline!(move || from(items) >> fan_out(2) >> map(|n| n * *factor) >> sum::<u32>())
                .spawn()
        };
        assert_eq!(handle.join().unwrap(), 60);
    });
}

#[test]
fn value_arguments_are_evaluated_once_where_the_macro_stands() {
    watched(|| {
        let evaluated = Cell::new(0);
        let count = |n: usize| {
            evaluated.set(evaluated.get() + 1);
            n
        };
        let pipeline = pipeline!(
            from(0..count(12))
                >> buffer(count(2))
                >> fan_out(count(2))
                >> map(|n| n)
                >> fan_in
                >> batch(count(5), 1h)
                >> fold(count(0), |sum, batch| sum + batch.len())
        );
        assert_eq!(evaluated.get(), 5);
        assert_eq!(pipeline.run().unwrap(), 12);
        assert_eq!(evaluated.get(), 5);
    });
}

#[test]
fn a_question_mark_or_a_return_in_a_value_argument_leaves_the_surrounding_function() {
    watched(|| {
        fn sum_of(count: &str) -> Result<u32, Box<dyn std::error::Error>> {
            let sum = pipeline!(from(0..count.parse::<u32>()?) >> sum::<u32>()).run()?;
            Ok(sum)
        }
        fn workers(n: Option<usize>) -> usize {
            let Ok(count) = pipeline!(
                from(0..10_u32)
                    >> fan_out(match n {
                        Some(n) => n,
                        None => return 0,
                    })
                    >> map(|n| n)
                    >> fan_in
                    >> count
            )
            .run() else {
                return 1;
            };
            count
        }
        assert_eq!(sum_of("4").unwrap(), 6);
        assert!(sum_of("four").unwrap_err().is::<std::num::ParseIntError>());
        assert_eq!(
            (workers(None), workers(Some(0)), workers(Some(2))),
            (0, 1, 10)
        );
    });
}

#[test]
fn literals_with_units_are_durations_and_sizes_also_inside_of_expressions() {
    watched(|| {
        let sizes = pipeline!(from([1kb, 2kib, 1mb + 1, 1mib]) >> collect::<Vec<usize>>());
        assert_eq!(sizes.run().unwrap(), [1000, 2048, 1_000_001, 1 << 20]);
        let times = pipeline!(
            from([200ms, 1.5s, 2min, 1h]) >> map(|d| d.as_millis()) >> collect::<Vec<_>>()
        );
        assert_eq!(times.run().unwrap(), [200, 1500, 120_000, 3_600_000]);
    });
}

#[test]
fn runs_may_be_nested() {
    watched(|| {
        let sum = pipeline!(
            from(0..4_u64)
                >> fan_out(2)
                >> map(|n| {
                    pipeline!(
                        from(0..n)
                            >> buffer(1)
                            >> map(|m| pipeline!(from(0..m) >> fan_out(2) >> sum::<u64>()).run())?
                            >> sum::<u64>()
                    )
                    .run()
                })?
                >> sum::<u64>()
        );
        let expected: u64 = (0..4)
            .map(|n| (0..n).map(|m| (0..m).sum::<u64>()).sum::<u64>())
            .sum();
        assert_eq!(sum.run().unwrap(), expected);
    });
}
