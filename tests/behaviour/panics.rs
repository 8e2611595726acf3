//! A panic in user code, wherever it is, comes out of `run` with its own payload.

use crate::support::faults::{Fault, Planted, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// The run ends in the planted panic; the numbers tell the sites apart, for the hook's count.
macro_rules! panics {
    ($number:expr, $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let planted = Planted($number);
        assert_eq!(planted_panic_of(|| pipeline!($($pipeline)*).capacity(2).run()), planted);
        assert_eq!(planted.seen_by_hook(), 1, "the hook");
    }};
}

/// A closure that panics at that number.
pub(crate) fn at(number: u64) -> impl Fn(u64) -> u64 + Copy {
    move |n| Fault::Panic(number).at(n).unwrap()
}

// All tokens of a pipeline come from where the macro is called, so that they see each other's names.
macro_rules! everywhere {
    (@ $number:expr, $f:ident, $items:ident, [[$($front:tt)*] [$($behind:tt)*]] [$($stages:tt)*]) => {
        let ($f, $items) = (at($number), $number - 3..$number + 20);
        panics!($number, $($front)* $($stages)* $($behind)*);
    };
    (|$f:ident, $items:ident| $one:tt $other:tt $($number:literal $stages:tt)+) => {$(
        everywhere!(@ $number, $f, $items, $one $stages);
        everywhere!(@ $number + 100, $f, $items, $other $stages);
    )+};
}

#[test]
fn a_panic_in_the_closure_of_every_kind_of_stage() {
    watched(|| {
        everywhere! {
            |f, items|
            [[from(items) >>] [>> count]]
            [[from(items) >> buffer(1) >>] [>> buffer(1) >> count]]
            1000 [map(f)]
            1001 [filter(|n| f(*n) > 0)]
            1002 [filter_map(|n| Some(f(n)))]
            1003 [flat_map(|n| [f(n)])]
            1004 [inspect(|n| assert!(f(*n) > 0))]
            1005 [scan(0, |_, n| Some(f(n)))]
            1006 [take_while(|n| f(*n) > 0)]
            1007 [map_while(|n| Some(f(n)))]
            1008 [skip_while(|n| f(*n) > 0)]
            1009 [map_init(|| (), |(), n| f(n))]
            1010 [try_map_init(|| Ok::<_, Planted>(()), |(), n| Ok::<_, Planted>(f(n)))?]
            1011 [through(|items| items.map(f))]
            1012 [map(|n| Ok::<_, Planted>(f(n)))?]
            1013 [fan_out(2) >> map(f) >> fan_in]
            1014 [fan_out(2, ordered) >> map(f) >> fan_in]
            1015 [fan_out(2) >> fold(0, |_, n| f(n)) >> fan_in]
            1016 [fan_out(1) >> reduce(|_, n| f(n)) >> fan_in]
            1017 [batch(2, 1h) >> flatten >> map(f)]
        }
    });
}

#[test]
fn a_panic_in_the_closure_of_every_kind_of_sink() {
    watched(|| {
        everywhere! {
            |f, items|
            [[from(items) >>] []]
            [[from(items) >> fan_out(2) >>] []]
            2000 [for_each(|n| assert!(f(n) > 0))]
            2001 [for_each(|n| Fault::None.at(f(n)).map(drop))?]
            2002 [count_by(f)]
            2003 [any(|n| f(n) == 0)]
            2004 [all(|n| f(n) > 0)]
            2005 [min_by_key(|n| f(*n))]
            2006 [max_by_key(|n| f(*n))]
        }
        let f = at(2007);
        panics!(2007, from(2000..2020) >> fold(0, |_, n| f(n)));
        let f = at(2008);
        panics!(2008, from(2000..2020) >> fold_by(|_| 0, 0, |_, n| f(n)));
        let f = at(2009);
        panics!(2009, from(2000..2020) >> find(|n| f(*n) == 0));
        let f = at(2010);
        panics!(2010, from(2000..2020) >> position(|n| f(n) == 0));
        let f = at(2011);
        panics!(
            2011,
            from(2000..2020) >> consume(|items| items.map(f).count())
        );
        let f = at(2012);
        panics!(2012, from(2000..2020) >> reduce(|_, n| f(n)));
        let f = at(2013);
        panics!(2013, {
            let (a, b) = from(2000..2020_u64) >> partition(|n| f(*n) == 0);
            a >> for_each(drop);
            b >> for_each(drop);
        });
    });
}

#[test]
fn a_panic_in_less_obvious_user_code() {
    watched(|| {
        let next =
            |number: u64| std::iter::from_fn(move || -> Option<u64> { Planted(number).panic() });
        panics!(3000, from(next(3000)) >> count);
        panics!(3001, from(next(3001)) >> buffer(1) >> count);
        panics!(
            3002,
            from([1]) >> flat_map(|_| next(3002)) >> fan_out(2) >> count
        );
        panics!(
            3003,
            from([1_u8])
                >> buffer(1)
                >> map_init(|| Planted(3003).panic(), |(): &mut (), n| n)
                >> count
        );
        panics!(
            3004,
            from([1_u8])
                >> fan_out(2)
                >> map_init(
                    || if true {
                        Planted(3004).panic()
                    },
                    |(), n| n
                )
                >> fan_in
                >> count
        );
        panics!(
            3005,
            from([1])
                >> through(|_| if true {
                    Planted(3005).panic()
                } else {
                    None::<u8>
                })
                >> buffer(1)
                >> count
        );

        let ledger = Ledger::default();
        let source = ledger.source(0..9).map(|item| {
            if item.id == 4 {
                item.panics_on_clone(Planted(3006))
            } else {
                item
            }
        });
        panics!(3006, {
            let (a, b) = from(source) >> tee;
            a >> for_each(drop);
            b >> for_each(drop);
        });
        ledger.assert_all_dropped();

        let source = ledger.source(10..19).map(|item| {
            if item.id == 14 {
                item.panics_on_drop(Planted(3007))
            } else {
                item
            }
        });
        panics!(
            3007,
            from(source) >> buffer(1) >> filter(|item| item.id % 2 == 1) >> for_each(drop)
        );
        ledger.assert_all_dropped();
    });
}

/// A key whose comparing, hashing or ordering panics on the item of that number.
#[derive(Clone, Copy)]
struct Key {
    n: u64,
    on_eq: Option<u64>,
    on_hash: Option<u64>,
    on_order: Option<u64>,
}

impl Key {
    const fn plain(n: u64) -> Self {
        Self {
            n,
            on_eq: None,
            on_hash: None,
            on_order: None,
        }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        if let Some(number) = self.on_eq.or(other.on_eq) {
            Planted(number).panic()
        }
        self.n == other.n
    }
}
impl Eq for Key {}
impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if let Some(number) = self.on_hash {
            Planted(number).panic()
        }
        self.n.hash(state);
    }
}
impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        if let Some(number) = self.on_order.or(other.on_order) {
            Planted(number).panic()
        }
        self.n.cmp(&other.n)
    }
}

#[test]
fn a_panic_in_what_compares_and_hashes_keys() {
    watched(|| {
        let hash = |number| {
            move |n: u64| Key {
                on_hash: (n == 7).then_some(number),
                ..Key::plain(n % 3)
            }
        };
        panics!(4000, from(0..20) >> count_by(hash(4000)));
        panics!(4001, from(0..20) >> fan_out(2) >> count_by(hash(4001)));
        panics!(
            4002,
            from(0..20) >> fold_by(|n| hash(4002)(*n), 0, |a, n| a + n)
        );
        let eq = |number| {
            move |n: u64| Key {
                on_eq: (n == 7).then_some(number),
                ..Key::plain(n % 3)
            }
        };
        panics!(4003, from(0..20) >> count_by(eq(4003)));
        panics!(
            4004,
            from(0..20) >> map(eq(4004)) >> dedup >> buffer(1) >> count
        );
        let order = |number| {
            move |n: u64| Key {
                on_order: (n == 7).then_some(number),
                ..Key::plain(n)
            }
        };
        panics!(4005, from(0..20) >> map(order(4005)) >> buffer(1) >> max);
        panics!(
            4006,
            from(0..20) >> buffer(1) >> min_by_key(|n| order(4006)(*n))
        );
        panics!(4007, from(0..20) >> map(order(4007)) >> min);
    });
}

#[test]
fn a_panic_while_the_workers_results_are_merged() {
    watched(|| {
        // Each worker holds one item, so there is nothing to reduce but two workers' results.
        let gate = Gate::default();
        let _opens = OpensAtEnd(gate.clone());
        std::thread::scope(|scope| {
            scope.spawn(|| {
                gate.until_waiting(2);
                gate.open();
            });
            panics!(
                5000,
                from(0..2_u64)
                    >> fan_out(2)
                    >> inspect(|_| gate.pass())
                    >> reduce(|_, _| Planted(5000).panic())
            );
        });
    });
}
