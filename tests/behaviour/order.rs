//! Order is kept wherever the declaration says so, whichever worker is the faster one.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::watched;
use pipewright::prelude::*;

#[test]
fn a_sequential_chain_keeps_the_order_over_every_boundary() {
    watched(|| {
        let ours: Vec<u32> = pipeline!(
            from(0..1000_u32)
                >> buffer(1)
                >> map(|n| n)
                >> buffer(3)
                >> batch(7)
                >> flatten
                >> buffer(2)
                >> collect
        )
        .run()
        .unwrap();
        assert!(ours.into_iter().eq(0..1000));
    });
}

#[test]
fn a_region_of_one_worker_keeps_the_order() {
    watched(|| {
        let ours: Vec<u32> =
            pipeline!(from(0..1000_u32) >> fan_out(1) >> map(|n| n) >> fan_in >> collect)
                .capacity(3)
                .run()
                .unwrap();
        assert!(ours.into_iter().eq(0..1000));
    });
}

#[test]
fn an_ordered_region_gives_the_input_order_although_its_first_item_is_the_last_one_done() {
    watched(|| {
        for window in [4_usize, 7, 100] {
            let (held, done) = (Gate::default(), Gate::default());
            let _opens = OpensAtEnd(held.clone());
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    // All that the window lets in are through before item 0 is.
                    done.until_came(window - 1);
                    held.open();
                });
                let ours: Vec<usize> = pipeline!(
                    from(0..500_usize)
                        >> fan_out(3, ordered)
                        >> flat_map(|n| {
                            if n == 0 {
                                held.pass();
                            } else {
                                done.note();
                            }
                            // None, one, or several.
                            std::iter::repeat_n(n, n % 4)
                        })
                        >> fan_in
                        >> collect
                )
                .capacity(window)
                .run()
                .unwrap();
                let theirs = (0..500).flat_map(|n| std::iter::repeat_n(n, n % 4));
                assert!(ours.into_iter().eq(theirs));
            });
        }
    });
}

#[test]
fn an_unordered_region_does_not_hold_a_finished_item_behind_an_unfinished_one() {
    watched(|| {
        let (held, done) = (Gate::default(), Gate::default());
        let _opens = OpensAtEnd(held.clone());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                done.until_came(99);
                held.open();
            });
            let mut seen = Vec::new();
            pipeline!(
                from(0..100_u32)
                    >> fan_out(2)
                    >> inspect(|n| if *n == 0 {
                        held.pass();
                    })
                    >> fan_in
                    >> for_each(|n| {
                        seen.push(n);
                        done.note();
                    })
            )
            .run()
            .unwrap();
            assert_eq!(seen.last(), Some(&0));
            assert_eq!(seen.len(), 100);
        });
    });
}

#[test]
fn an_item_that_has_left_a_stage_is_seen_before_the_next_one_comes() {
    watched(|| {
        macro_rules! prompt {
            (|$rx:ident, $arrives:ident| $($pipeline:tt)*) => {{
                let (tx, $rx) = crossbeam_channel::bounded(0);
                let arrived = Gate::default();
                std::thread::scope(|scope| {
                    let seen = &arrived;
                    scope.spawn(move || {
                        for n in 1..=5_usize {
                            tx.send(n).unwrap();
                            seen.until_came(n);
                        }
                    });
                    let $arrives = || arrived.note();
                    pipeline!($($pipeline)*).run().unwrap();
                });
            }};
        }
        prompt!(|rx, arrives| receive(rx) >> map(|n| n) >> for_each(|_| arrives()));
        prompt!(|rx, arrives| receive(rx)
            >> buffer(8)
            >> map(|n| n)
            >> buffer(8)
            >> for_each(|_| arrives()));
        prompt!(|rx, arrives| receive(rx)
            >> fan_out(3)
            >> map(|n| n)
            >> fan_in
            >> for_each(|_| arrives()));
        prompt!(|rx, arrives| receive(rx)
            >> fan_out(3, ordered)
            >> map(|n| n)
            >> fan_in
            >> for_each(|_| arrives()));
        prompt!(|rx, arrives| receive(rx)
            >> fan_out(2, ordered)
            >> flat_map(|n| [n])
            >> fan_in
            >> buffer(2)
            >> dedup
            >> for_each(|_| arrives()));
        prompt!(|rx, arrives| receive(rx) >> batch(1) >> buffer(2) >> for_each(|_| arrives()));
    });
}
