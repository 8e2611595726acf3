//! Who needs no more items says so upstream: an endless source stops, wherever the one stands that has enough.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use crossbeam_channel::{Receiver, Sender, unbounded};
use pipewright::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A source without an end, and how many items it has given.
fn endless(pulled: &AtomicUsize) -> impl Iterator<Item = u64> + '_ {
    (0..).inspect(|_| {
        pulled.fetch_add(1, Ordering::SeqCst);
    })
}

/// More than any of these pipelines holds with edges for two items.
const HELD: usize = 60;

// All tokens of a pipeline come from where the macro is called, so that they see each other's names.
macro_rules! over_every_topology {
    (@ $source:ident [$($front:tt)*] [$($middle:tt)*] [$($end:tt)*]) => {{
        step(stringify!($($middle)* $($end)*));
        let pulled = AtomicUsize::new(0);
        let $source = endless(&pulled);
        let ended = pipeline!($($front)* $($middle)* $($end)*).capacity(2).run();
        assert!(ended.is_ok());
        let pulled = pulled.load(Ordering::SeqCst);
        assert!(pulled <= HELD, "{pulled} pulled: {}", stringify!($($middle)* $($end)*));
    }};
    (@@ $source:ident $front:tt [$($middle:tt)+] $end:tt) => {
        $(over_every_topology!(@ $source $front $middle $end);)+
    };
    (|$source:ident| $front:tt $middles:tt [$($end:tt)+]) => {
        $(over_every_topology!(@@ $source $front $middles $end);)+
    };
}

#[test]
fn whoever_has_enough_ends_an_endless_source_over_every_topology() {
    watched(|| {
        over_every_topology! {
            |source| [from(source) >>]
            [
                [map(|n| n) >>]
                [buffer(1) >>]
                [map(|n| n) >> buffer(2) >> map(|n| n) >> buffer(2) >>]
                [fan_out(2) >> map(|n| n) >> fan_in >>]
                [fan_out(3, ordered) >> flat_map(|n| [n]) >> fan_in >>]
                [fan_out(2) >> map(|n| n) >> fan_in >> fan_out(2, ordered) >> map(|n| n) >> fan_in >>]
                [batch(2) >> buffer(1) >> flatten >>]
                [batch(2, 1h) >> flatten >>]
                [fan_out(2) >> batch(2) >> fan_in >> flatten >>]
            ] [
                [take(3) >> count]
                [take(0) >> count]
                [take(3) >> buffer(1) >> count]
                [take_while(|n| *n < 3) >> count]
                [map_while(|n| (n < 3).then_some(n)) >> count]
                [scan((), |(), n| (n < 3).then_some(n)) >> count]
                [first]
                [find(|n| *n >= 3)]
                [position(|n| n >= 3)]
                [any(|n| n >= 3)]
                [all(|n| n < 3)]
                [any(|n| Ok::<_, String>(n >= 3))?]
                [all(|n| Ok::<_, String>(n < 3))?]
                [consume(|mut items| items.next())]
                [fan_out(2) >> any(|n| n >= 3)]
                [fan_out(2) >> all(|n| n < 3)]
                [fan_out(2) >> any(|n| Ok::<_, String>(n >= 3))?]
                [fan_out(2) >> first >> fan_in >> count]
            ]
        }
    });
}

#[test]
fn take_gives_the_first_items_whatever_runs_behind_it() {
    watched(|| {
        let pulled = AtomicUsize::new(0);
        let ours: Vec<_> = pipeline!(
            from(endless(&pulled))
                >> fan_out(3, ordered)
                >> map(|n| n * 2)
                >> fan_in
                >> take(5)
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(ours, [0, 2, 4, 6, 8]);
    });
}

#[test]
fn what_was_pulled_but_not_needed_is_dropped() {
    watched(|| {
        let ledger = Ledger::default();
        let source = ledger.source(0..);
        let ours = pipeline!(
            from(source)
                >> buffer(3)
                >> map(|item| item)
                >> fan_out(2)
                >> map(|item| item)
                >> fan_in
                >> take(4)
                >> for_each(|item| ledger.deliver(item))
        );
        ours.run().unwrap();
        assert_eq!(ledger.delivered().len(), 4);
        ledger.assert_none_doubled();
    });
}

/// A channel that stays quiet after `items`, and its sender, which keeps it from ending.
fn quiet_after(items: u64) -> (Sender<u64>, Receiver<u64>) {
    let (tx, rx) = unbounded();
    (0..items).for_each(|n| tx.send(n).unwrap());
    (tx, rx)
}

#[test]
fn a_quiet_receiver_is_left_as_soon_as_nobody_wants_its_items() {
    watched(|| {
        macro_rules! ends {
            (|$rx:ident| $($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let (tx, $rx) = quiet_after(3);
                let ended = pipeline!($($pipeline)*).run();
                assert!(ended.is_ok());
                drop(tx);
            }};
        }
        ends!(|rx| receive(rx) >> take(3) >> count);
        ends!(|rx| receive(rx) >> buffer(1) >> take(3) >> count);
        ends!(|rx| receive(rx)
            >> buffer(1)
            >> map(|n| n)
            >> buffer(1)
            >> map(|n| n)
            >> buffer(1)
            >> take(3)
            >> count);
        ends!(|rx| receive(rx) >> fan_out(2) >> map(|n| n) >> fan_in >> take(3) >> count);
        ends!(|rx| receive(rx) >> fan_out(2, ordered) >> map(|n| n) >> fan_in >> take(3) >> count);
        ends!(|rx| receive(rx)
            >> fan_out(2)
            >> map(|n| n)
            >> fan_in
            >> fan_out(2)
            >> map(|n| n)
            >> fan_in
            >> take(3)
            >> count);
        ends!(|rx| receive(rx) >> fan_out(2) >> any(|n| n == 2));
        ends!(|rx| receive(rx) >> fan_out(2) >> all(|n| n < 2));
        ends!(|rx| receive(rx) >> fan_out(2) >> any(|n| Ok::<_, String>(n == 2))?);
        ends!(|rx| receive(rx)
            >> fan_out(2)
            >> fold(0, |a, n| a + n)
            >> fan_in
            >> take(0)
            >> count);
        ends!(|rx| receive(rx) >> fan_out(2) >> batch(1) >> fan_in >> take(3) >> count);
        ends!(|rx| receive(rx) >> batch(1, 1h) >> take(3) >> count);
        ends!(|rx| receive(rx) >> batch(1) >> buffer(1) >> take(3) >> count);
        ends!(|rx| receive(rx) >> buffer(1) >> first);
        ends!(|rx| receive(rx) >> buffer(1) >> find(|n| *n == 2));
        ends!(|rx| receive(rx) >> buffer(1) >> consume(|mut items| items.next()));
    });
}

#[test]
fn a_quiet_receiver_is_left_when_all_branches_of_a_split_are() {
    watched(|| {
        let (tx, rx) = quiet_after(3);
        let ended = pipeline!({
            let (a, b, c) = receive(rx) >> tee;
            let a = a >> take(1) >> count;
            let b = b >> take(3) >> count;
            let c = c >> first;
            (a, b, c)
        })
        .run();
        assert_eq!(ended.unwrap(), (1, 3, Some(0)));
        drop(tx);

        let (tx, rx) = quiet_after(4);
        let ended = pipeline!({
            let (even, odd) = receive(rx) >> partition(|n| n % 2 == 0);
            let even = even >> take(2) >> count;
            let odd = odd >> take(2) >> count;
            (even, odd)
        })
        .run();
        assert_eq!(ended.unwrap(), (2, 2));
        drop(tx);

        let (tx, rx) = quiet_after(4);
        let ended = pipeline!({
            let (even, odd) =
                receive(rx) >> map(|n| if n % 2 == 0 { Ok(n) } else { Err(n) }) >> split_result;
            let even = even >> take(2) >> count;
            let odd = odd >> take(2) >> count;
            (even, odd)
        })
        .run();
        assert_eq!(ended.unwrap(), (2, 2));
        drop(tx);
    });
}

#[test]
fn quiet_receivers_that_are_merged_are_left_when_the_merge_is() {
    watched(|| {
        let ((tx, rx), (other_tx, other_rx)) = (quiet_after(2), quiet_after(1));
        let ended = pipeline!({
            let a = receive(rx) >> buffer(1);
            let b = receive(other_rx) >> map(|n| n);
            (a, b) >> fan_in >> take(3) >> count
        })
        .run();
        assert_eq!(ended.unwrap(), 3);
        drop((tx, other_tx));
    });
}

#[test]
fn a_branch_that_is_still_wanted_keeps_its_quiet_receiver() {
    watched(|| {
        let (tx, rx) = quiet_after(2);
        let gate = Gate::default();
        let gone = gate.clone();
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // Only when the other branch has left does the third item come.
                gate.until_came(1);
                tx.send(2).unwrap();
            });
            let ended = pipeline!({
                let (all, few) = receive(rx) >> tee;
                few >> take(1) >> for_each(|_| gone.note());
                all >> collect::<Vec<_>>()
            })
            .run();
            assert_eq!(ended.unwrap(), [0, 1, 2]);
        });
    });
}

#[test]
fn a_source_of_which_a_filter_lets_nothing_through_ends_when_nobody_wants_more() {
    watched(|| {
        macro_rules! ends {
            ($($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                let ended = pipeline!($($pipeline)*).run();
                assert!(ended.is_ok());
            }};
        }
        ends!(from(0_u64..) >> filter(|n| *n < 3) >> take(3) >> count);
        ends!(from(0_u64..) >> filter(|n| *n < 3) >> buffer(1) >> take(3) >> count);
        ends!(
            from(0_u64..)
                >> filter(|n| *n < 3)
                >> buffer(1)
                >> filter(|_| true)
                >> buffer(1)
                >> take(3)
                >> count
        );
        ends!(
            from(0_u64..)
                >> filter(|n| *n < 3)
                >> fan_out(2)
                >> map(|n| n)
                >> fan_in
                >> take(3)
                >> count
        );
        ends!(
            from(0_u64..)
                >> filter(|n| *n < 3)
                >> fan_out(2, ordered)
                >> map(|n| n)
                >> fan_in
                >> take(3)
                >> count
        );
        ends!(from(0_u64..) >> filter(|n| *n < 3) >> fan_out(2) >> any(|n| n == 2));
        let ended = pipeline!(
            from(0_u64..) >> buffer(8) >> filter(|n| *n < 3) >> buffer(1) >> take(3) >> count
        );
        assert_eq!(ended.run().unwrap(), 3);
    });
}

#[test]
fn a_tee_branch_that_ends_early_is_detached_and_the_others_see_everything() {
    watched(|| {
        for few in [0, 1, 2, 3, 50] {
            let (some, all) = pipeline!({
                let (some, all) = from(0..100_u64) >> tee;
                let some = some >> take(few) >> collect::<Vec<_>>();
                let all = all >> collect::<Vec<_>>();
                (some, all)
            })
            .capacity(2)
            .run()
            .unwrap();
            assert_eq!(some, (0..100).take(few).collect::<Vec<_>>());
            assert_eq!(all, (0..100).collect::<Vec<_>>());
        }
    });
}

#[test]
fn a_tee_stops_its_source_when_all_branches_have_ended() {
    watched(|| {
        let pulled = AtomicUsize::new(0);
        let (a, b) = pipeline!({
            let (a, b) = from(endless(&pulled)) >> tee;
            let a = a >> take(2) >> count;
            let b = b >> buffer(2) >> take(7) >> count;
            (a, b)
        })
        .capacity(2)
        .run()
        .unwrap();
        assert_eq!((a, b), (2, 7));
        assert!(pulled.load(Ordering::SeqCst) <= HELD);
    });
}

#[test]
fn a_partition_goes_on_with_the_branch_that_is_left() {
    watched(|| {
        let (few, others) = pipeline!({
            let (even, odd) = from(0..100_u64) >> partition(|n| n % 2 == 0);
            let few = even >> take(1) >> count;
            let others = odd >> count;
            (few, others)
        })
        .run()
        .unwrap();
        assert_eq!((few, others), (1, 50));
    });
}

#[test]
fn a_closure_that_holds_its_item_does_not_keep_the_others_from_ending() {
    watched(|| {
        let gate = Gate::default();
        let _opens = OpensAtEnd(gate.clone());
        let pulled = AtomicUsize::new(0);
        let ended = pipeline!({
            let (slow, quick) = from(endless(&pulled)) >> tee;
            slow >> take(1) >> for_each(|_| gate.pass());
            quick >> take(1) >> inspect(|_| gate.open()) >> count
        });
        assert_eq!(ended.run().unwrap(), 1);
    });
}
