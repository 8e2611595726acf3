//! Merges, and sources without an end.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::step;
use crate::topologies::Items;
use pipewright::prelude::*;

/// What each input of a merge of three gives: numbers from 0, 1000 and 2000 on.
const BASES: [u64; 3] = [0, 1000, 2000];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    FanIn,
    Prefer,
    Select,
    Concat,
}

/// Those that take whatever comes.
const MERGES: [Join; 3] = [Join::FanIn, Join::Prefer, Join::Select];

/// Runs a merge of a source, of what comes out of a buffer, and of what comes out of a region.
fn merge(join: Join, capacity: usize, [a, b, c]: [Items; 3], sink: &(dyn Fn(Tracked) + Sync)) {
    macro_rules! merge {
        ($($join:tt)*) => {
            pipeline!({
                let a = from(a);
                let b = from(b) >> buffer(2) >> map(|item| item);
                let c = from(c) >> fan_out(2, ordered) >> map(|item| item) >> fan_in;
                (a, b, c) >> $($join)* >> for_each(sink)
            })
            .capacity(capacity)
            .run()
            .unwrap()
        };
    }
    match join {
        Join::FanIn => merge!(fan_in),
        Join::Prefer => merge!(prefer),
        Join::Concat => merge!(concat),
        Join::Select => merge!(select(
            (),
            |(), item, out| {
                let _ = out.push(item);
            },
            |(), item, out| {
                let _ = out.push(item);
            },
            |(), item, out| {
                let _ = out.push(item);
            },
        )),
    }
}

/// Each input's items are there, in its order, and nothing else is.
fn assert_merged(ledger: &Ledger, counts: [u64; 3]) {
    ledger.assert_all_delivered(1);
    let delivered = ledger.delivered();
    for (base, count) in BASES.into_iter().zip(counts) {
        let own = delivered.iter().copied();
        let own = own.filter(|id| (base..base + 1000).contains(id));
        assert!(own.eq(base..base + count), "input {base}: {delivered:?}");
    }
    assert_eq!(delivered.len() as u64, counts.iter().sum::<u64>());
}

pub(super) fn all_items_of_all_inputs_in_their_own_order() {
    let some = [
        [0, 0, 0],
        [1, 0, 0],
        [0, 0, 1],
        [0, 50, 1],
        [50, 0, 50],
        [200, 100, 150],
    ];
    for join in MERGES.into_iter().chain([Join::Concat]) {
        for capacity in [1, 2, 64] {
            for counts in some {
                step(format!("{join:?} of {counts:?}, {capacity}"));
                let ledger = Ledger::default();
                let inputs = [0, 1, 2].map(|nth| -> Items {
                    Box::new(ledger.source(BASES[nth]..BASES[nth] + counts[nth]))
                });
                merge(join, capacity, inputs, &|item| ledger.deliver(item));
                assert_merged(&ledger, counts);
                if join == Join::Concat {
                    assert!(ledger.delivered().is_sorted());
                }
            }
        }
    }
}

/// All that two of the inputs have has arrived, before the last one gives its first item.
pub(super) fn it_ends_with_the_last_whichever_that_is() {
    const EACH: u64 = 30;
    for join in MERGES {
        for capacity in [1, 4, 64] {
            for (last, first_of_last) in BASES.into_iter().enumerate() {
                step(format!("{join:?} whose last is {last}, {capacity}"));
                let (ledger, gate, arrived) = (Ledger::default(), Gate::default(), Gate::default());
                let inputs = [0, 1, 2].map(|nth| -> Items {
                    let (waits, base) = (gate.clone(), BASES[nth]);
                    let items = ledger.source(base..base + EACH);
                    // Nothing is pulled before the gate is open.
                    let gated = std::iter::once_with(move || {
                        if nth == last {
                            waits.pass();
                        }
                        items
                    });
                    Box::new(gated.flatten())
                });
                std::thread::scope(|scope| {
                    let opens = OpensAtEnd(gate.clone());
                    let arrived = &arrived;
                    scope.spawn(move || {
                        let _opens = opens;
                        arrived.until_came(2 * usize::try_from(EACH).unwrap());
                    });
                    merge(join, capacity, inputs, &|item| {
                        ledger.deliver(item);
                        arrived.note();
                    });
                });
                assert_merged(&ledger, [EACH; 3]);
                let late = ledger
                    .delivered()
                    .split_off(2 * usize::try_from(EACH).unwrap());
                assert!(late.into_iter().eq(first_of_last..first_of_last + EACH));
            }
        }
    }
}

/// A run whose source never ends, but whose stream does.
macro_rules! takes {
    ($taken:expr, |$source:ident, $sink:ident| $($pipeline:tt)*) => {{
        step(format!("{} of {}", $taken, stringify!($($pipeline)*)));
        let ledger = Ledger::default();
        let $source = ledger.source(0..);
        let $sink = |item: Tracked| ledger.deliver(item);
        pipeline!($($pipeline)*).capacity(2).run().unwrap();
        ledger.assert_none_doubled();
        ledger.delivered()
    }};
}

pub(super) fn an_endless_source_is_ended_by_take() {
    for taken in [0, 1, 2, 3, 64] {
        let in_order = [
            takes!(taken, |source, sink| from(source)
                >> take(taken)
                >> for_each(sink)),
            takes!(taken, |source, sink| from(source)
                >> buffer(2)
                >> map(|item| item)
                >> buffer(1)
                >> take(taken)
                >> for_each(sink)),
            takes!(taken, |source, sink| from(source)
                >> fan_out(3, ordered)
                >> map(|item| item)
                >> fan_in
                >> take(taken)
                >> for_each(sink)),
            takes!(taken, |source, sink| from(source)
                >> batch(3)
                >> buffer(1)
                >> flatten
                >> take(taken)
                >> for_each(sink)),
            takes!(taken, |source, sink| {
                let (a, b) = from(source) >> map(|item| (item, ())) >> unzip;
                let a = a >> fan_out(2, ordered) >> map(|item| item) >> fan_in;
                (a, b) >> zip >> take(taken) >> for_each(|(item, ())| sink(item))
            }),
            takes!(taken, |source, sink| {
                generate(move |out| {
                    let mut items = source;
                    items.try_for_each(|item| out.push(item))
                }) >> take(taken)
                    >> for_each(sink)
            }),
        ];
        for seen in in_order {
            assert!(seen.into_iter().eq(0..taken as u64));
        }
        let in_some_order = [
            takes!(taken, |source, sink| from(source)
                >> fan_out(3)
                >> map(|item| item)
                >> fan_in
                >> take(taken)
                >> for_each(sink)),
            takes!(taken, |source, sink| from(source)
                >> fan_out(3, by = |item| item.id % 5)
                >> map(|item| item)
                >> fan_in
                >> take(taken)
                >> for_each(sink)),
            takes!(taken, |source, sink| {
                let (a, b) = from(source) >> partition(|item| item.id % 2 == 0);
                (a, b) >> fan_in >> take(taken) >> for_each(sink)
            }),
        ];
        for seen in in_some_order {
            assert_eq!(seen.len(), taken);
        }
    }
}
