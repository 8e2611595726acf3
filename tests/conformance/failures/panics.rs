//! R17: panics of everything that is the user's, and what becomes of the items.

use crate::support::faults::{Planted, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;
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
pub(super) use panics;

pub(super) fn next() -> Planted {
    static NUMBER: AtomicU64 = AtomicU64::new(1_700_000);
    Planted(NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Panics at item 7.
pub(super) fn at(planted: Planted, item: &Tracked) {
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
