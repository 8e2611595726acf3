//! R17: the places at which user code is called, besides the closures of the grid.

use super::panics::{at, next, panics};
use crate::support::faults::{Planted, planted_panic_of};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::Emitter;
use pipewright::prelude::*;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Cannot be cloned a sixth time.
struct Third(Tracked, Planted, Arc<AtomicU64>);
impl Clone for Third {
    fn clone(&self) -> Self {
        if self.2.fetch_add(1, Ordering::SeqCst) == 5 {
            self.1.panic();
        }
        Self(self.0.clone(), self.1, Arc::clone(&self.2))
    }
}

#[test]
fn r17_a_clone_half_way_through_a_tee() {
    watched(|| {
        for at in [0, 5] {
            let arm = |planted, item: Tracked| {
                if item.id == at {
                    item.panics_on_clone(planted)
                } else {
                    item
                }
            };
            panics!(|planted, source, ledger| {
                let (a, b, c) = from(source.map(|item| arm(planted, item))) >> tee;
                a >> for_each(|item| ledger.deliver(item));
                b >> buffer(5) >> for_each(drop);
                c >> count
            });
        }
        // The first clone of the item goes well, the second does not.
        let clones = Arc::new(AtomicU64::new(0));
        panics!(|planted, source, _ledger| {
            let (a, b, c) =
                from(source.map(|item| Third(item, planted, Arc::clone(&clones)))) >> tee;
            a >> for_each(drop);
            b >> for_each(drop);
            c >> for_each(drop);
        });
    });
}

/// Cannot say how long it is.
struct Unsized(std::ops::Range<u64>, Planted);
impl Iterator for Unsized {
    type Item = u64;
    fn next(&mut self) -> Option<u64> {
        self.0.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.1.panic()
    }
}

#[test]
fn r17_a_source() {
    watched(|| {
        panics!(
            |planted, source, ledger| from(source.inspect(|item| at(planted, item)))
                >> buffer(1)
                >> for_each(|item| ledger.deliver(item))
        );
        panics!(
            |planted, source, ledger| from(source.inspect(|item| at(planted, item)))
                >> fan_out(2, ordered)
                >> map(|item| item)
                >> fan_in
                >> for_each(|item| ledger.deliver(item))
        );
        panics!(
            |planted, source, ledger| generate(move |out| for item in source {
                at(planted, &item);
                let _ = out.push(item);
            }) >> for_each(|item| ledger.deliver(item))
        );
        panics!(|planted, source, ledger| {
            let both = from(source);
            let bad = from(std::iter::once_with(|| -> Tracked { planted.panic() }));
            (both, bad) >> fan_in >> for_each(|item| ledger.deliver(item));
        });
        panics!(|planted, source, ledger| from(source)
            >> flat_map(|item| {
                at(planted, &item);
                [item]
            })
            >> buffer(1)
            >> for_each(|item| ledger.deliver(item)));

        // Who does not ask does not find out; who does passes it on.
        let planted = next();
        let outcome = std::panic::catch_unwind(|| {
            let all =
                pipeline!(from(Unsized(0..9, planted)) >> buffer(2) >> collect::<Vec<u64>>()).run();
            assert!(all.unwrap().into_iter().eq(0..9));
        });
        if let Err(payload) = outcome {
            assert_eq!(payload.downcast_ref(), Some(&planted));
        }
        let planted = next();
        let asks = planted_panic_of(|| {
            pipeline!(
                from(0..9_u64)
                    >> through(|items| Unsized(0..9, planted).chain(items))
                    >> buffer(1)
                    >> consume(|items| { items.count() })
            )
            .run()?;
            pipeline!(
                from([0]) >> map(|_: u8| Unsized(0..9, planted).size_hint()) >> buffer(1) >> count
            )
            .run()
        });
        assert_eq!(asks, planted);
    });
}

/// A key that cannot be hashed, or compared.
#[derive(Clone, Copy)]
struct Key(u64, Option<Planted>, Option<Planted>);

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Some(planted) = self.1 {
            planted.panic();
        }
        self.0.hash(state);
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        if let Some(planted) = self.2.or(other.2) {
            planted.panic();
        }
        self.0 == other.0
    }
}

impl Eq for Key {}

#[test]
fn r17_keys_and_what_sorts_items() {
    watched(|| {
        let unhashed =
            |planted, item: &Tracked| Key(item.id % 3, (item.id == 7).then_some(planted), None);
        let unequal =
            |planted, item: &Tracked| Key(item.id % 3, None, (item.id == 7).then_some(planted));
        panics!(|planted, source, ledger| from(source)
            >> fan_out(2, by = |item: &Tracked| at(planted, item))
            >> map(|item| item)
            >> fan_in
            >> for_each(|item| ledger.deliver(item)));
        panics!(|planted, source, ledger| from(source)
            >> fan_out(2, by = |item: &Tracked| unhashed(planted, item))
            >> for_each(|item| ledger.deliver(item)));
        panics!(
            |planted, source, _ledger| from(source) >> count_by(|item| unhashed(planted, &item))
        );
        panics!(|planted, source, _ledger| from(source)
            >> fan_out(2)
            >> count_by(|item| unequal(planted, &item)));
        panics!(|planted, source, _ledger| from(source)
            >> buffer(1)
            >> fold_by(|item| unequal(planted, item), 0, |n, _| n + 1));
        panics!(|planted, source, _ledger| from(source)
            >> map(|item| unequal(planted, &item))
            >> dedup
            >> buffer(1)
            >> count);
        panics!(|planted, source, ledger| {
            let (a, b) = from(source)
                >> partition(|item| {
                    at(planted, item);
                    item.id % 2 == 0
                });
            a >> for_each(|item| ledger.deliver(item));
            b >> for_each(drop);
        });
        panics!(|planted, source, ledger| {
            let (a, b) = from(source)
                >> route(|item| {
                    at(planted, item);
                    0
                });
            a >> for_each(|item| ledger.deliver(item));
            b >> for_each(drop);
        });
        panics!(|planted, source, _ledger| from(source)
            >> buffer(1)
            >> min_by_key(|item| {
                at(planted, item);
                item.id
            }));
        panics!(|planted, source, _ledger| from(source)
            >> fan_out(2)
            >> max_by(|a: &Tracked, b: &Tracked| {
                at(planted, a);
                at(planted, b);
                a.id.cmp(&b.id)
            }));
    });
}

/// A collection that breaks when it is given its eighth item.
#[derive(Default)]
struct Breaks(Vec<Tracked>);

thread_local!(static BREAKS_WITH: std::cell::Cell<Planted> = const { std::cell::Cell::new(Planted(0)) });

impl Extend<Tracked> for Breaks {
    fn extend<I: IntoIterator<Item = Tracked>>(&mut self, items: I) {
        for item in items {
            at(BREAKS_WITH.get(), &item);
            self.0.push(item);
        }
    }
}

impl FromIterator<Tracked> for Breaks {
    fn from_iter<I: IntoIterator<Item = Tracked>>(items: I) -> Self {
        let mut all = Self::default();
        all.extend(items);
        all
    }
}

#[test]
fn r17_states_and_collections() {
    watched(|| {
        panics!(|planted, source, _ledger| from(source)
            >> buffer(1)
            >> map_init(|| planted.panic(), |(): &mut (), item| item)
            >> buffer(1)
            >> for_each(drop));
        panics!(|planted, source, _ledger| from(source)
            >> fan_out(1)
            >> map_init(|| planted.panic(), |(): &mut (), item| item)
            >> fan_in
            >> for_each(drop));
        panics!(|planted, source, _ledger| from(source)
            >> buffer(1)
            >> fold(0, |n, item| {
                at(planted, &item);
                n + 1
            }));
        panics!(|planted, source, _ledger| from(source)
            >> fan_out(2)
            >> fold(0, |n, item| {
                at(planted, &item);
                n + 1
            })
            >> fan_in
            >> sum::<i32>());
        panics!(|planted, source, _ledger| from(source)
            >> scan((), |(), item| {
                at(planted, &item);
                Some(item)
            })
            >> buffer(1)
            >> for_each(drop));
        panics!(|planted, source, _ledger| from(source)
            >> buffer(1)
            >> reduce(|a, b| {
                at(planted, &b);
                a
            }));
        panics!(|planted, source, _ledger| {
            let items = from(source);
            let others = from(0..3_u8);
            (items, others)
                >> select(
                    Vec::new(),
                    |held, item, _out: &mut Emitter<u8>| {
                        at(planted, &item);
                        held.push(item);
                    },
                    |_, _, _| (),
                )
                >> for_each(drop);
        });
        panics!(|planted, source, _ledger| {
            let items = from(source);
            let others = from(0..3_u8);
            (items, others)
                >> select(
                    Vec::new(),
                    |held, item, _out: &mut Emitter<u8>| held.push(item),
                    |_, _, _| (),
                    at_end = |held, _out| {
                        drop(held);
                        planted.panic();
                    },
                )
                >> for_each(drop);
        });
        step("collect");
        let ledger = Ledger::default();
        let planted = next();
        BREAKS_WITH.set(planted);
        let out = planted_panic_of(|| {
            pipeline!(from(ledger.source(0..40)) >> buffer(2) >> collect::<Breaks>())
                .run()
                .map(|all| all.0.len())
        });
        assert_eq!(out, planted);
        ledger.assert_none_doubled();
    });
}
