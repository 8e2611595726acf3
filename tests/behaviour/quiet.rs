//! A source that waits ends as soon as nobody wants its items, whatever stands between: no further item is needed.

use crate::support::watchdog::{step, watched};
use crossbeam_channel::{Receiver, Sender, unbounded};
use pipewright::prelude::*;
use pipewright::test::TestClock;

/// A channel that stays quiet after three items, and its sender, which keeps it from ending.
fn three() -> (Sender<u64>, Receiver<u64>) {
    let (tx, rx) = unbounded();
    (0..3).for_each(|n| tx.send(n).unwrap());
    (tx, rx)
}

/// Runs it behind `receive` and behind `bridge`; it must end by itself.
macro_rules! ends {
    ($name:ident; |$source:ident| $($pipeline:tt)*) => {
        #[test]
        fn $name() {
            watched(|| {
                step("receive");
                let (tx, rx) = three();
                ends!(@ $source [receive(rx)] $($pipeline)*);
                drop(tx);
                step("bridge");
                let (tx, rx) = three();
                ends!(@ $source [from([rx]) >> bridge] $($pipeline)*);
                drop(tx);
            });
        }
    };
    (@ $source:ident [$($head:tt)*] { $($rest:tt)* }) => {
        pipeline!({ let $source = $($head)*; $($rest)* }).run().unwrap();
    };
}

ends!(behind_a_zip; |s| {
    let other = from(0_u64..);
    (s, other) >> zip >> take(3) >> count
});
ends!(behind_a_zip_that_another_input_ends; |s| {
    let other = from(0..3_u64);
    (s, other) >> zip >> count
});
ends!(behind_a_zip_of_its_own_branches; |s| {
    let (a, b) = s >> tee;
    let b = b >> map(|n| n) >> buffer(1);
    (a, b) >> zip >> take(3) >> count
});
ends!(behind_a_select; |s| {
    let other = from(0..0_u64);
    (s, other)
        >> select(
            (),
            |(), n, out| out.push(n).unwrap(),
            |(), n: u64, out| out.push(n).unwrap(),
        )
        >> take(3)
        >> count
});
ends!(behind_a_select_that_breaks; |s| {
    let other = from(0..0_u64);
    (s, other)
        >> select(
            0,
            |seen, n, out: &mut pipewright::Emitter<u64>| {
                *seen += 1;
                out.push(n).unwrap();
                if *seen == 3 {
                    std::ops::ControlFlow::Break(())
                } else {
                    std::ops::ControlFlow::Continue(())
                }
            },
            |_, _, _| (),
        )
        >> count
});
ends!(behind_concat; |s| {
    let other = from(0..3_u64);
    (other, s) >> concat >> take(6) >> count
});
ends!(behind_prefer; |s| {
    let other = from(0..3_u64);
    (other, s) >> prefer >> take(6) >> count
});
ends!(behind_a_route_all_of_whose_streams_are_left; |s| {
    let (a, b, c) = s >> route(|n| usize::try_from(*n).unwrap());
    let a = a >> take(1) >> count;
    let b = b >> buffer(1) >> take(1) >> count;
    let c = c >> first;
    (a, b, c)
});
ends!(behind_an_unzip_both_of_whose_streams_are_left; |s| {
    let (a, b) = s >> map(|n| (n, n)) >> unzip;
    let a = a >> take(3) >> count;
    let b = b >> take(1) >> count;
    (a, b)
});
ends!(behind_a_keyed_region; |s| {
    s >> fan_out(3, by = |n| *n) >> map(|n| n) >> fan_in >> take(3) >> count
});
ends!(behind_a_keyed_region_with_a_sink; |s| {
    s >> fan_out(3, by = |n| *n) >> all(|n| n < 2)
});
ends!(behind_buffers_that_drop; |s| {
    s >> buffer(8, drop_oldest) >> map(|n| n) >> buffer(8, drop_newest) >> take(3) >> count
});
ends!(behind_a_timed_batch; |s| {
    s >> batch(1, 1h) >> take(3) >> count
});
ends!(behind_or_done_that_is_never_closed; |s| {
    s >> or_done(Done::or([])) >> take(3) >> count
});
ends!(behind_all_of_it; |s| {
    let (a, b) = s >> fan_out(2, ordered) >> map(|n| n) >> fan_in >> tee;
    let b = b >> fan_out(2, ordered) >> flat_map(|n| [n]) >> fan_in;
    let more = from(0_u64..);
    let (left, right) = (a, more) >> zip >> unzip;
    right >> take(3) >> for_each(drop);
    (left, b) >> prefer >> take(3) >> count
});

#[test]
fn ticks_are_left_as_well() {
    watched(|| {
        // The clock stands still.
        let clock = TestClock::new();
        macro_rules! ends {
            ($($pipeline:tt)*) => {{
                step(stringify!($($pipeline)*));
                pipeline!($($pipeline)*).clock(&clock).run().unwrap();
            }};
        }
        ends!({
            let beat = ticks(1h);
            let few = from(0..0_u64);
            (beat, few) >> zip >> count
        });
        ends!({
            let beat = ticks(1h);
            let few = from(0..3_u64);
            (few, beat)
                >> select(
                    (),
                    |(), n, out| out.push(n).unwrap(),
                    |(), _, _: &mut pipewright::Emitter<u64>| (),
                )
                >> count
        });
        ends!({
            let beat = ticks(1h) >> map(|_| 9_u64);
            let few = from(0..3_u64);
            (beat, few) >> fan_in >> take(3) >> count
        });
        ends!({
            let (a, b) = ticks(1h) >> map(|_| 0) >> route(|n| *n);
            let a = a >> take(0) >> count;
            let b = b >> buffer(1) >> take(0) >> count;
            (a, b)
        });
        ends!({
            let beat = ticks(1h) >> map(|_| 9_u64);
            let few = from(0..3_u64);
            (few, beat) >> concat >> take(3) >> count
        });
        ends!({
            let beat = ticks(1h) >> map(|_| 9_u64);
            let few = from(0..3_u64);
            (beat, few) >> prefer >> take(3) >> count
        });
        ends!(ticks(1h) >> fan_out(2, by = |_| 0) >> map(|_| 1) >> fan_in >> take(0) >> count);
    });
}
