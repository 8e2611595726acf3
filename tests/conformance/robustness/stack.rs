//! R34: many items, and large ones.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::step;
use pipewright::Emitter;
use pipewright::prelude::*;
use std::sync::Arc;

/// As many as lie in an edge when the run is cut short.
pub(super) fn many_items_are_left() {
    const LEFT: usize = 300_000;
    step("many items are left");
    let (gate, token) = (Gate::default(), Arc::new(()));
    let opens = OpensAtEnd(gate.clone());
    let items = std::iter::repeat_with(|| Arc::clone(&token)).enumerate();
    let outcome = pipeline!(
        from(items)
            >> map(move |(n, item)| {
                let _ = &opens;
                // One is in the hand of the sink.
                if n <= LEFT { Ok(item) } else { Err("full") }
            })?
            >> buffer(LEFT)
            >> for_each(|_| gate.pass())
    )
    .run();
    assert_eq!(outcome.unwrap_err().item(), Some(LEFT as u64 + 1));
    assert_eq!(Arc::strong_count(&token), 1, "items that are left");
}

/// Through what asks several streams in turn.
pub(super) fn many_items_pass() {
    const HALF: u64 = 500_000;
    step("a million items through `prefer`");
    let count = pipeline!({
        let a = from(0..HALF);
        let b = from(0..HALF);
        (a, b) >> prefer >> count
    });
    assert_eq!(count.run().unwrap() as u64, 2 * HALF);
    step("a million items through `select`");
    let sum = pipeline!({
        let a = from(0..HALF);
        let b = from(0..HALF);
        (a, b)
            >> select(
                0,
                |sum, _, _| *sum += 1,
                |sum, _, _| *sum += 1,
                at_end = |sum, out| {
                    let _ = out.push(sum);
                },
            )
            >> first?
    });
    assert_eq!(sum.run().unwrap(), 2 * HALF);
    step("a million items that are filtered out");
    let none = pipeline!(
        from(0..2 * HALF)
            >> filter(|_| false)
            >> fan_out(2, ordered)
            >> filter(|_| false)
            >> fan_in
            >> count
    );
    assert_eq!(none.run().unwrap(), 0);
    step("a million items of one, and batches of none");
    let flat = pipeline!(
        from([2 * HALF]) >> flat_map(|n| 0..n) >> batch(1000) >> buffer(1) >> flatten >> count
    );
    assert_eq!(flat.run().unwrap() as u64, 2 * HALF);
}

fn push<T>(out: &mut Emitter<T>, item: T) {
    let _ = out.push(item);
}

/// Items of a mebibyte: on the heap with the stacks that threads have anyway, and by value.
///
/// Unoptimised code copies a value into the frame of every call that it passes through (a `for` loop over a mapped range of
/// these needs ten of them already), so by value the stacks have to be large; but no larger for more items.
#[allow(clippy::large_stack_arrays)] // they are what this is about
pub(super) fn large_items_pass() {
    step("a mebibyte on the heap");
    pass_every_stage(2 << 20, |n| vec![n; 1 << 20]);
    step("a mebibyte by value");
    pass_every_stage(192 << 20, |n| [n; 1 << 20]);
}

fn pass_every_stage<T>(stack_size: usize, make: fn(u8) -> T)
where
    T: AsRef<[u8]> + Clone + PartialEq + Send + 'static,
{
    macro_rules! large {
        ($(|$items:ident| { $($pipeline:tt)* })*) => {$(
            for n in [1, 6] {
                step(format!("{n} large items through {}", stringify!($($pipeline)*)));
                let $items = (0..n).map(make);
                let run = pipeline!(move || { $($pipeline)* });
                run.capacity(2).stack_size(stack_size).spawn().join().unwrap();
            }
        )*};
    }
    large! {
        |items| { from(items) >> for_each(drop); }
        |items| { from(items) >> buffer(1) >> map(|item| item) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> filter(|_| true) >> filter_map(Some) >> inspect(|_| ()) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> flat_map(|item| [item]) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> map(Ok::<T, String>)? >> enumerate >> map(|(_, item)| item) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> scan((), |(), item| Some(item)) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> take(9) >> skip(1) >> step_by(2) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> take_while(|_| true) >> skip_while(|_| false) >> map_while(Some) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> dedup >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> map_init(|| (), |(), item| item) >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> batch(2) >> buffer(1) >> flatten >> buffer(1) >> for_each(drop); }
        |items| { from(items) >> batch(2, 1h) >> flatten >> for_each(drop); }
        |items| { from(items) >> or_done(Done::or([])) >> for_each(drop); }
        |items| { from(items) >> through(|items| items) >> buffer(1) >> for_each(drop); }
        |items| { generate(move |out| items.for_each(|item| push(out, item))) >> for_each(drop); }
        |items| { from(items) >> fan_out(2) >> map(|item| item) >> fan_in >> for_each(drop); }
        |items| { from(items) >> fan_out(2, ordered) >> map(|item| item) >> fan_in >> for_each(drop); }
        |items| { from(items) >> fan_out(2, ordered) >> flat_map(|item| [item]) >> fan_in >> for_each(drop); }
        |items| { from(items) >> fan_out(2, by = |item| item.as_ref()[0]) >> map(|item| item) >> fan_in >> for_each(drop); }
        |items| { from(items) >> buffer(1, drop_oldest) >> buffer(1, drop_newest) >> for_each(drop); }
        |items| {
            let (a, b) = from(items) >> tee;
            (a, b) >> zip >> for_each(drop);
        }
        |items| {
            let (a, b) = from(items) >> partition(|item| item.as_ref()[0] % 2 == 0);
            (a, b) >> fan_in >> for_each(drop);
        }
        |items| {
            let (a, b) = from(items) >> map(|item| (item.clone(), item)) >> unzip;
            (a, b) >> prefer >> for_each(drop);
        }
        |items| {
            let a = from(items);
            let b = from([]);
            (a, b) >> concat >> last;
        }
        |items| {
            let a = from(items);
            let b = from([0]);
            (a, b) >> select((), |(), item, out| push(out, item), |(), _: u8, _| ()) >> reduce(|_, item| item);
        }
        |items| { from(items) >> fold(0, |sum, item| sum | item.as_ref()[0]); }
        |items| { from(items) >> max_by_key(|item| item.as_ref()[0]); }
        |items| { from(items) >> fan_out(2) >> min_by_key(|item| item.as_ref()[0]); }
        |items| { from(items) >> collect::<Vec<_>>(); }
        |items| { from(items) >> buffer(1) >> consume(Iterator::count); }
    }
}
