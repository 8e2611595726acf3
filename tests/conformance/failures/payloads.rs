//! R18: what comes out is what went in.

use crate::support::faults::{Planted, panic_of, planted_panic_of};
use crate::support::watchdog::step;
use pipewright::prelude::*;
use std::panic::{panic_any, resume_unwind};
use std::sync::Arc;

/// A payload that can be told from any copy of it.
struct Own(Arc<()>);

/// Raises a payload at the third item, in a section of its own, and gives what came out of each way to run.
fn raised(raise: impl Fn() + Clone + Send + Sync + 'static) -> [Box<dyn std::any::Any + Send>; 4] {
    let at = move |raise: &dyn Fn(), n: u8| {
        if n == 2 {
            raise();
        }
        n
    };
    let run = raise.clone();
    let first = panic_of(|| {
        pipeline!(from(0..9_u8) >> buffer(1) >> map(|n| at(&run, n)) >> buffer(1) >> count).run()
    });
    let run = raise.clone();
    let second = panic_of(|| {
        pipeline!(move || from(0..9_u8) >> fan_out(2) >> map(|n| at(&run, n)) >> fan_in >> count)
            .spawn()
            .join()
    });
    let run = raise.clone();
    let third = panic_of(|| {
        pipeline!(move || from(0..9_u8) >> fan_out(2, ordered) >> map(|n| at(&run, n)) >> fan_in)
            .iter()
            .count()
    });
    let fourth = panic_of(|| {
        pipeline!(from(0..9_u8) >> map(|n| at(&raise, n)) >> buffer(1))
            .with_iter(|items| items.count())
    });
    [first, second, third, fourth]
}

pub(super) fn of_every_kind_and_place() {
    step("a payload of an own type");
    let token = Arc::new(());
    let own = Arc::clone(&token);
    // Not through the hook, which would print it.
    for payload in raised(move || resume_unwind(Box::new(Own(Arc::clone(&own))))) {
        let Own(mine) = *payload
            .downcast()
            .unwrap_or_else(|_| panic!("another payload"));
        assert!(Arc::ptr_eq(&mine, &token));
    }
    assert_eq!(Arc::strong_count(&token), 1, "payloads are not kept");
    step("the payloads of `panic!`");
    for payload in raised(|| panic!("a text")) {
        assert_eq!(payload.downcast_ref(), Some(&"a text"));
    }
    for payload in raised(|| panic!("a text with {}", std::hint::black_box(1))) {
        assert_eq!(payload.downcast_ref::<String>().unwrap(), "a text with 1");
    }
    for payload in raised(|| panic_any(18_u64)) {
        assert_eq!(payload.downcast_ref(), Some(&18_u64));
    }
    step("the hook");
    hook_ran_once();
}

/// Once for each panic, wherever it was and whichever way it took.
fn hook_ran_once() {
    macro_rules! once {
        ($number:literal, $($work:tt)*) => {{
            step(stringify!($($work)*));
            assert_eq!(planted_panic_of(|| $($work)*), Planted($number));
            assert_eq!(Planted($number).seen_by_hook(), 1);
        }};
    }
    let at = |number: u64| {
        move |n: u64| {
            if n == 3 {
                Planted(number).panic();
            }
            n
        }
    };
    once!(
        1_800_000,
        pipeline!(from(0..9) >> map(at(1_800_000)) >> sum::<u64>()).run()
    );
    once!(
        1_800_001,
        pipeline!(from(0..9) >> buffer(1) >> map(at(1_800_001)) >> buffer(1) >> sum::<u64>()).run()
    );
    once!(
        1_800_002,
        pipeline!(from(0..9) >> fan_out(2) >> map(at(1_800_002)) >> fan_in >> sum::<u64>()).run()
    );
    once!(
        1_800_003,
        pipeline!(
            from(0..9) >> fan_out(2, ordered) >> map(at(1_800_003)) >> fan_in >> sum::<u64>()
        )
        .run()
    );
    once!(
        1_800_004,
        pipeline!(from(0..9) >> fan_out(2) >> map(at(1_800_004)) >> sum::<u64>()).run()
    );
    once!(
        1_800_005,
        pipeline!(move || from(0..9) >> buffer(1) >> map(at(1_800_005)) >> sum::<u64>())
            .spawn()
            .join()
    );
    once!(
        1_800_006,
        pipeline!(move || from(0..9) >> map(at(1_800_006)) >> buffer(1))
            .iter()
            .count()
    );
    once!(
        1_800_007,
        pipeline!(from(0..9) >> map(at(1_800_007)) >> buffer(1)).with_iter(|items| items.count())
    );
    once!(
        1_800_008,
        pipeline!(from(0..9_u64) >> buffer(1)).with_iter(|items| items.map(at(1_800_008)).count())
    );
    once!(
        1_800_009,
        pipeline!(
            from([1])
                >> for_each(|_: u8| {
                    let inner =
                        pipeline!(from(0..9) >> buffer(1) >> map(at(1_800_009)) >> sum::<u64>());
                    assert!(inner.run().is_ok());
                })
        )
        .run()
    );
    once!(
        1_800_010,
        pipeline!({
            let total = from(0..9) >> buffer(1) >> sum::<u64>();
            // The tail is the user's as well.
            at(1_800_010)(total - 33)
        })
        .run()
    );
}
