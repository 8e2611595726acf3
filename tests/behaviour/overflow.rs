//! `buffer(n, drop_oldest)` and `drop_newest`: nobody waits, and which items survive is certain.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;

/// What gets to a sink that holds its first item until all have been pushed (or one for each worker). The source does not wait.
macro_rules! survivors {
    (|$source:ident| $($pipeline:tt)*) => {
        survivors!(1, |$source| $($pipeline)*)
    };
    ($workers:expr, |$source:ident| $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let (ledger, gate) = (Ledger::default(), Gate::default());
        let first = gate.clone();
        let opens = OpensAtEnd(gate.clone());
        // Each of the first items is held before the next one is pulled; the gate opens when the source has gone.
        let $source = ledger.source(0..100).inspect(move |item| {
            let _ = &opens;
            if item.id <= $workers {
                first.until_waiting(item.id.try_into().unwrap());
            }
        });
        let sink = |item: Tracked| {
            if item.id < $workers {
                gate.pass();
            }
            ledger.deliver(item);
        };
        pipeline!($($pipeline)* >> for_each(sink)).run().unwrap();
        ledger.assert_none_doubled();
        assert_eq!(ledger.pulled(), 100);
        let mut delivered = ledger.delivered();
        if $workers > 1 {
            delivered.sort_unstable();
        }
        delivered
    }};
}

#[test]
fn drop_newest_keeps_what_came_first() {
    watched(|| {
        let kept = survivors!(|source| from(source) >> buffer(3, drop_newest));
        assert_eq!(kept, [0, 1, 2, 3]);
        let kept = survivors!(|source| from(source) >> buffer(1, drop_newest));
        assert_eq!(kept, [0, 1]);
    });
}

#[test]
fn drop_oldest_keeps_what_came_last() {
    watched(|| {
        let kept = survivors!(|source| from(source) >> buffer(3, drop_oldest));
        assert_eq!(kept, [0, 97, 98, 99]);
        let kept = survivors!(|source| from(source) >> buffer(1, drop_oldest));
        assert_eq!(kept, [0, 99]);
    });
}

#[test]
fn in_front_of_workers_it_keeps_no_more_than_in_front_of_one_consumer() {
    watched(|| {
        let kept = survivors!(|source| from(source) >> buffer(3, drop_oldest) >> fan_out(1));
        assert_eq!(kept, [0, 97, 98, 99]);
        let kept = survivors!(2, |source| from(source)
            >> buffer(3, drop_oldest)
            >> fan_out(2));
        assert_eq!(kept, [0, 1, 97, 98, 99]);
        let kept = survivors!(3, |source| from(source)
            >> buffer(1, drop_newest)
            >> fan_out(3));
        assert_eq!(kept, [0, 1, 2, 3]);
    });
}

#[test]
fn a_consumer_that_keeps_up_gets_everything() {
    watched(|| {
        for n in [0_u64, 1, 4] {
            let all = pipeline!(from(0..n) >> buffer(4, drop_oldest) >> collect::<Vec<_>>())
                .run()
                .unwrap();
            assert!(all.into_iter().eq(0..n));
            let all = pipeline!(from(0..n) >> buffer(4, drop_newest) >> collect::<Vec<_>>())
                .run()
                .unwrap();
            assert!(all.into_iter().eq(0..n));
        }
    });
}

#[test]
fn on_a_branch_it_keeps_a_slow_one_from_holding_back_the_others() {
    watched(|| {
        let (gate, ledger) = (Gate::default(), Ledger::default());
        let opens = OpensAtEnd(gate.clone());
        let (all, slow) = pipeline!({
            let (all, slow) = from(ledger.source(0..200)) >> tee;
            let slow = slow
                >> buffer(2, drop_oldest)
                >> inspect(|_| gate.pass())
                >> map(|item| item.id)
                >> collect::<Vec<_>>();
            // The gate opens when the other branch is through.
            let all = all
                >> consume(|items| {
                    let all = items.count();
                    drop(opens);
                    all
                });
            (all, slow)
        })
        .run()
        .unwrap();
        assert_eq!(all, 200);
        // Which ones it gets depends on the thread that fills its queue; the last one always arrives.
        assert!(slow.last() == Some(&199) && slow.is_sorted(), "{slow:?}");
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_consumer_that_leaves_ends_the_source() {
    watched(|| {
        let few = pipeline!(from(0_u64..) >> buffer(2, drop_oldest) >> take(3) >> count);
        assert_eq!(few.run().unwrap(), 3);
        let few = pipeline!(from(0_u64..) >> buffer(2, drop_newest) >> take(3) >> count);
        assert_eq!(few.run().unwrap(), 3);
    });
}
