//! R17: panics of everything that is the user's, and what becomes of the items.

use crate::support::faults::{Planted, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::Emitter;
use pipewright::prelude::*;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

/// The run ends in that panic, which the hook saw once, and every item has been dropped once.
macro_rules! panics {
    (|$planted:ident, $source:ident, $ledger:ident| $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let $planted = next();
        let $ledger = Ledger::default();
        let $source = $ledger.source(0..40);
        let out = planted_panic_of(|| pipeline!($($pipeline)*).capacity(2).run());
        assert_eq!((out, out.seen_by_hook()), ($planted, 1));
        $ledger.assert_none_doubled();
    }};
}

fn next() -> Planted {
    static NUMBER: AtomicU64 = AtomicU64::new(1_700_000);
    Planted(NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Panics at item 7.
fn at(planted: Planted, item: &Tracked) {
    if item.id == 7 {
        planted.panic();
    }
}

/// A run that fails while its edges are full of items whose drops panic: the failure does not hide the panic, and one drop
/// that panics does not save the others from being dropped.
pub(super) fn of_what_is_left_in_a_full_edge() {
    macro_rules! left {
        ($last:expr, |$source:ident, $fails:ident, $sink:ident| $($pipeline:tt)*) => {{
            step(stringify!($($pipeline)*));
            let (ledger, gate, planted) = (Ledger::default(), Gate::default(), next());
            // Let go when the closure that fails is dropped, which is when its section has left.
            let opens = OpensAtEnd(gate.clone());
            let sink_holds = gate.clone();
            let $source = ledger.source(0..).map(|item| match item.id {
                1 => item.panics_on_drop(planted),
                2 => item.panics_on_drop(Planted(0)),
                _ => item,
            });
            let $fails = move |item: Tracked| {
                let _ = &opens;
                if item.id < $last {
                    return Ok(item);
                }
                sink_holds.until_waiting(1);
                Err("the failure")
            };
            let $sink = |item| {
                gate.pass();
                ledger.deliver(item);
            };
            let out = planted_panic_of(|| pipeline!($($pipeline)*).run());
            assert!([planted, Planted(0)].contains(&out));
            ledger.assert_none_doubled();
        }};
    }
    left!(4, |source, fails, sink| from(source)
        >> map(fails)?
        >> buffer(3)
        >> for_each(sink));
    left!(4, |source, fails, sink| from(source)
        >> map(fails)?
        >> buffer(8, drop_newest)
        >> for_each(sink));
    left!(4, |source, fails, sink| from(source)
        >> map(fails)?
        >> fan_out(1, by = |_| 0)
        >> for_each(&sink));
    left!(4, |source, fails, sink| from(source)
        >> map(fails)?
        >> batch(4, 1h)
        >> flatten
        >> buffer(1)
        >> inspect(|_| ())
        >> for_each(sink));
    left!(4, |source, fails, sink| {
        let (a, b) = from(source) >> map(fails)? >> partition(|_| true);
        a >> buffer(3) >> for_each(sink);
        b >> for_each(drop);
    });
    step("what came early out of an ordered region");
    let (ledger, gate, planted) = (Ledger::default(), Gate::default(), next());
    let source = ledger.source(0..);
    let run = || {
        pipeline!(
            from(source)
                >> fan_out(2, ordered)
                >> map(|item: Tracked| match item.id {
                    // The oldest item comes last, and fails.
                    0 => {
                        gate.until_came(3);
                        Err("the failure")
                    }
                    _ => {
                        gate.note();
                        Ok(item.panics_on_drop(planted))
                    }
                })?
                >> fan_in
                >> for_each(|item| ledger.deliver(item))
        )
        .capacity(4)
        .run()
    };
    assert_eq!(planted_panic_of(run), planted);
    ledger.assert_none_doubled();
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
        let clones = std::sync::Arc::new(AtomicU64::new(0));
        struct Third(Tracked, Planted, std::sync::Arc<AtomicU64>);
        impl Clone for Third {
            fn clone(&self) -> Self {
                if self.2.fetch_add(1, Ordering::SeqCst) == 5 {
                    self.1.panic();
                }
                Self(self.0.clone(), self.1, std::sync::Arc::clone(&self.2))
            }
        }
        panics!(|planted, source, _ledger| {
            let (a, b, c) =
                from(source.map(|item| Third(item, planted, std::sync::Arc::clone(&clones))))
                    >> tee;
            a >> for_each(drop);
            b >> for_each(drop);
            c >> for_each(drop);
        });
    });
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

        /// Cannot say how long it is.
        struct Sized(std::ops::Range<u64>, Planted);
        impl Iterator for Sized {
            type Item = u64;
            fn next(&mut self) -> Option<u64> {
                self.0.next()
            }
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.1.panic()
            }
        }
        // Who does not ask does not find out; who does passes it on.
        let planted = next();
        let outcome = std::panic::catch_unwind(|| {
            let all =
                pipeline!(from(Sized(0..9, planted)) >> buffer(2) >> collect::<Vec<u64>>()).run();
            assert!(all.unwrap().into_iter().eq(0..9));
        });
        if let Err(payload) = outcome {
            assert_eq!(payload.downcast_ref(), Some(&planted));
        }
        let planted = next();
        let asks = planted_panic_of(|| {
            pipeline!(
                from(0..9_u64)
                    >> through(|items| Sized(0..9, planted).chain(items))
                    >> buffer(1)
                    >> consume(|items| { items.count() })
            )
            .run()?;
            pipeline!(
                from([0]) >> map(|_: u8| Sized(0..9, planted).size_hint()) >> buffer(1) >> count
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
            >> min_by_key(|item| at(planted, item)));
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

#[test]
fn r17_on_two_threads_at_once() {
    watched(|| {
        for _ in 0..100 {
            let both = std::sync::Barrier::new(3);
            let ledger = Ledger::default();
            let (one, two) = (next(), next());
            let out = planted_panic_of(|| {
                pipeline!({
                    from(ledger.source(0..20))
                        >> fan_out(2)
                        >> for_each(|item: Tracked| {
                            if item.id < 2 {
                                both.wait();
                                one.panic();
                            }
                        });
                    from([0])
                        >> for_each(|_: u8| {
                            both.wait();
                            two.panic();
                        });
                })
                .capacity(3)
                .run()
            });
            assert!([one, two].contains(&out));
            assert_eq!((one.seen_by_hook(), two.seen_by_hook()), (2, 1));
            ledger.assert_none_doubled();
        }
    });
}

#[test]
fn r17_payloads_whose_drop_panics() {
    watched(|| {
        /// Panics with another such payload, a few times.
        struct Nasty(u8);
        impl Drop for Nasty {
            fn drop(&mut self) {
                if self.0 > 0 {
                    std::panic::resume_unwind(Box::new(Self(self.0 - 1)));
                }
            }
        }
        for depth in [1, 2, 5] {
            let ledger = Ledger::default();
            let both = std::sync::Barrier::new(2);
            let out = crate::support::faults::panic_of(|| {
                pipeline!(
                    from(ledger.source(0..20))
                        >> fan_out(2)
                        >> for_each(|item: Tracked| {
                            if item.id < 2 {
                                both.wait();
                                std::panic::resume_unwind(Box::new(Nasty(depth)));
                            }
                        })
                )
                .capacity(2)
                .run()
            });
            let mut nasty = *out
                .downcast::<Nasty>()
                .unwrap_or_else(|_| panic!("another payload"));
            assert_eq!(nasty.0, depth, "the first one itself");
            // It is the test's own now.
            nasty.0 = 0;
            ledger.assert_none_doubled();
        }
    });
}
