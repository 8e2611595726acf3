//! Results, their names, and the tail, which runs once and only when all went well.

use crate::support::faults::{Fault, Planted, planted_in, planted_panic_of};
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

#[test]
fn a_tail_chain_gives_its_sinks_value() {
    watched(|| {
        let sum: u64 = pipeline!(from(1..=4_u64) >> sum).run().unwrap();
        assert_eq!(sum, 10);
        let sum = pipeline! { from(1..=4_u64) >> sum::<u64>() }.run().unwrap();
        assert_eq!(sum, 10);
        let map: BTreeMap<char, u32> = pipeline!(from([('a', 1)]) >> collect).run().unwrap();
        assert_eq!(map[&'a'], 1);
    });
}

#[test]
fn a_tail_expression_gives_its_own_value_over_the_named_results() {
    watched(|| {
        let factor = 10;
        let text = pipeline!({
            let numbers = from(0..10_u64);
            let (small, big) = numbers >> partition(|n| *n < 5);
            let small: Vec<u64> = small >> collect;
            let (low, high): (u64, u64) =
                big >> fold((u64::MAX, 0), |(low, high), n| (low.min(n), high.max(n)));
            let total = from(1..=3_u64) >> sum::<u64>();
            format!("{small:?} {low} {high} {}", (total >> 1) * factor)
        })
        .run()
        .unwrap();
        assert_eq!(text, "[0, 1, 2, 3, 4] 5 9 30");
    });
}

#[test]
fn a_pipeline_without_a_tail_gives_nothing_and_does_everything() {
    watched(|| {
        let (mut left, mut right) = (0, 0);
        let () = pipeline! {
            from(0..10_u32) >> for_each(|n| left += n);
            from(0..5_u32) >> for_each(|n| right += n);
        }
        .run()
        .unwrap();
        assert_eq!((left, right), (45, 10));
    });
}

#[test]
fn a_later_let_shadows_an_earlier_one() {
    watched(|| {
        let rows = "not the stream";
        let count = pipeline!({
            let rows = from(0..10_u32);
            let rows = rows >> filter(|n| n % 2 == 0);
            let rows = rows >> buffer(1) >> map(|n| n + 1);
            rows >> count
        });
        assert_eq!(count.run().unwrap(), 5);
        assert_eq!(rows, "not the stream");
    });
}

#[test]
fn the_tail_runs_once_on_ok_and_never_otherwise() {
    watched(|| {
        let tails = Cell::new(0);
        let run = |fault: Fault| {
            pipeline!({
                let n = from(0..10_u64) >> buffer(1) >> map(|n| fault.at(n))? >> count;
                let _other = from(0..3_u8) >> fan_out(2) >> count;
                {
                    tails.set(tails.get() + 1);
                    n
                }
            })
            .run()
        };
        assert_eq!(run(Fault::None).unwrap(), 10);
        assert_eq!(tails.get(), 1);
        let error = run(Fault::Error(9)).unwrap_err();
        assert_eq!(planted_in(&error), Some(Planted(9)));
        assert_eq!(planted_panic_of(|| run(Fault::Panic(9))), Planted(9));
        assert_eq!(tails.get(), 1);
    });
}

#[test]
fn a_panic_of_the_tail_comes_out_of_run() {
    watched(|| {
        let run = || {
            pipeline!({
                let n = from(0..10_u64) >> buffer(1) >> count;
                Fault::Panic(10).at(n as u64)
            })
            .run()
        };
        assert_eq!(planted_panic_of(run), Planted(10));
    });
}

#[test]
fn results_of_every_section_are_there_when_the_run_has_ended() {
    watched(|| {
        for capacity in [1, 2, 100] {
            let (a, b, c, d) = pipeline!({
                let (one, two, three, four) = from(0..100_u64) >> tee;
                let a = one >> sum::<u64>();
                let b = two >> fan_out(2) >> max?;
                let c = three >> count_by(|n| n % 2);
                let d = four >> first?;
                (a, b, c, d)
            })
            .capacity(capacity)
            .run()
            .unwrap();
            assert_eq!((a, b, d), (4950, 99, 0));
            assert_eq!(c, HashMap::from([(0, 50), (1, 50)]));
        }
    });
}

#[test]
fn an_empty_source_calls_no_closure_and_makes_no_batch() {
    watched(|| {
        let never = |_: u8| -> u8 { unreachable!("there is no item") };
        let count = pipeline!(
            from(None::<u8>)
                >> map(never)
                >> fan_out(2)
                >> map(never)
                >> fan_in
                >> batch(3)
                >> buffer(1)
                >> inspect(|_| unreachable!("there is no batch"))
                >> count
        );
        assert_eq!(count.run().unwrap(), 0);
    });
}

#[test]
fn building_and_dropping_a_pipeline_runs_nothing_and_drops_its_parts_once() {
    watched(|| {
        let ledger = crate::support::ledger::Ledger::default();
        let (in_source, in_closure) = (ledger.item(0), ledger.item(1));
        let pipeline = pipeline!(move || from(
            std::iter::once(in_source).inspect(|_| unreachable!("nothing runs"))
        ) >> buffer(1)
            >> for_each(move |_| assert!(in_closure.is_here())));
        assert!(format!("{pipeline:?}").starts_with("Pipeline"));
        drop(pipeline);
        ledger.assert_all_dropped();
        assert_eq!(ledger.pulled(), 2);
    });
}
