//! R23: who waits is woken by the cancel itself, while all its neighbours are in user code.

use crate::asleep::until_asleep;
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::step;
use crossbeam_channel::{bounded, unbounded};
use pipewright::prelude::*;
use pipewright::{Emitter, ErrorKind};
use std::sync::Mutex;

/// Cancels when all threads sleep, of which so many stand at the gate `$held`, in user code; its section has to leave,
/// which drops the guard `$left`, before that gate opens.
macro_rules! woken {
    ($came:expr, |$held:ident, $left:ident| { $($pipeline:tt)* }) => {{
        step(stringify!($($pipeline)*));
        let (neighbours, left) = (Gate::default(), Gate::default());
        let $held = neighbours.clone();
        let $left = Left(Mutex::new(Some(OpensAtEnd(left.clone()))));
        let run = pipeline!(move || { $($pipeline)* }).named("woken").capacity(1).spawn();
        neighbours.until_waiting($came);
        until_asleep("woken");
        run.control().cancel();
        left.pass();
        neighbours.open();
        assert_eq!(run.join().map(|_| ()).unwrap_err().kind(), ErrorKind::Cancelled);
    }};
}

/// What the section that waits owns, so that it is dropped when that has left.
struct Left(Mutex<Option<OpensAtEnd>>);

impl Left {
    /// For the state of a worker.
    fn take(&self) -> Option<OpensAtEnd> {
        self.0.lock().unwrap().take()
    }
}

/// Numbers from 0 on; at `last` the source stands at the gate, in user code.
fn until(last: u64, gate: Gate) -> impl Iterator<Item = u64> + Send {
    (0..).inspect(move |n| {
        if *n == last {
            gate.pass();
        }
    })
}

/// A closure that calls this owns it.
fn own(_: &Left) {}

fn push(out: &mut Emitter<u64>, n: u64) {
    let _ = out.push(n);
}

pub(super) fn who_waits_for_room() {
    woken!(1, |held, left| {
        from(0_u64..)
            >> inspect(move |_| own(&left))
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
    woken!(2, |held, left| {
        // Between two sections that are in user code: one item in the edge, one in the hand, one in the edge in front.
        from(until(4, held.clone()))
            >> buffer(1)
            >> inspect(move |_| own(&left))
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
    woken!(1, |held, left| {
        let (a, b) = from(0_u64..) >> inspect(move |_| own(&left)) >> tee;
        a >> for_each(move |_| held.pass());
        b >> for_each(drop);
    });
    woken!(1, |held, left| {
        let (a, b) = from(0_u64..) >> inspect(move |_| own(&left)) >> partition(|n| *n > 0);
        a >> for_each(move |_| held.pass());
        b >> for_each(drop);
    });
    woken!(1, |held, left| {
        generate(move |out| {
            own(&left);
            while out.push(0_u8).is_ok() {}
        }) >> for_each(move |_| held.pass());
    });
    woken!(1, |held, left| {
        from(0_u64..)
            >> inspect(move |_| own(&left))
            >> batch(2)
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
    step("in front of an iterator that nobody asks");
    let left = Gate::default();
    let guard = Left(Mutex::new(Some(OpensAtEnd(left.clone()))));
    let mut items = pipeline!(move || from(0_u64..) >> inspect(move |_| own(&guard)))
        .capacity(1)
        .named("woken")
        .iter();
    until_asleep("woken");
    items.control().unwrap().cancel();
    left.pass();
    assert_eq!(
        items.find_map(Result::err).unwrap().kind(),
        ErrorKind::Cancelled
    );
}

pub(super) fn who_waits_for_an_item() {
    woken!(1, |held, left| {
        from(until(0, held)) >> buffer(1) >> for_each(move |_| own(&left));
    });
    woken!(2, |held, left| {
        from(until(1, held.clone()))
            >> buffer(1)
            >> map(move |_| own(&left))
            >> buffer(1)
            >> for_each(move |()| held.pass());
    });
    woken!(1, |held, left| {
        from(until(0, held)) >> batch(9, 1h) >> for_each(move |_| own(&left));
    });
    // A batch is open: it waits for more, or its time.
    woken!(1, |held, left| {
        from(until(1, held)) >> batch(9, 1h) >> for_each(move |_| own(&left));
    });
    woken!(1, |held, left| {
        from(until(1, held)) >> or_done(Done::or([])) >> for_each(move |_| own(&left));
    });
}

pub(super) fn who_waits_in_a_region() {
    // No room is left in the window, because the only worker holds an item.
    woken!(1, |held, left| {
        from(0_u64..)
            >> inspect(move |_| own(&left))
            >> fan_out(1, ordered)
            >> map(|_| held.pass())
            >> fan_in
            >> for_each(drop);
    });
    // All keys are one.
    woken!(1, |held, left| {
        from(0_u64..)
            >> inspect(move |_| own(&left))
            >> fan_out(2, by = |_| 0)
            >> map(|_| held.pass())
            >> fan_in
            >> for_each(drop);
    });
    // What comes out in order waits for the oldest.
    woken!(1, |held, left| {
        from(0_u64..)
            >> fan_out(2, ordered)
            >> map(|n| {
                if n == 0 {
                    held.pass();
                }
            })
            >> fan_in
            >> for_each(move |()| own(&left));
    });
    // A worker, between a source and a sink in user code. Its state is dropped when it leaves.
    macro_rules! worker {
        ($last:literal, $($region:tt)*) => {
            woken!(2, |held, left| {
                from(until($last, held.clone()))
                    >> $($region)*
                    >> map_init(|| left.take(), |_, n| n)
                    >> fan_in
                    >> for_each(move |_| held.pass());
            });
        };
    }
    // That waits for an item, and then for room.
    worker!(1, fan_out(1));
    worker!(4, fan_out(1));
    worker!(1, fan_out(1, ordered));
    worker!(1, fan_out(1, by = |_| 0));
    worker!(4, fan_out(1, by = |_| 0));
}

pub(super) fn who_joins_streams() {
    macro_rules! join {
        ($second:literal, $($join:tt)*) => {
            woken!(2, |held, left| {
                let a = from(until(0, held.clone()));
                let b = from(until($second, held));
                (a, b) >> $($join)* >> for_each(move |_| own(&left));
            });
        };
    }
    // Both inputs stand, or one item of the second one is there.
    join!(0, fan_in);
    join!(0, zip);
    join!(1, zip);
    join!(1, concat);
    join!(0, prefer);
    join!(
        0,
        select((), |(), _, _: &mut Emitter<u8>| (), |(), _, _| ())
    );
    // A join that has no room.
    woken!(1, |held, left| {
        let a = from(0_u64..);
        let b = from(0_u64..);
        (a, b)
            >> zip
            >> inspect(move |_| own(&left))
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
    woken!(1, |held, left| {
        let a = from(0_u64..);
        let b = from(0_u64..);
        (a, b)
            >> select((), |(), n, out| push(out, n), |(), n, out| push(out, n))
            >> inspect(move |_| own(&left))
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
}

pub(super) fn who_waits_outside() {
    let (tx, rx) = unbounded();
    tx.send(0).unwrap();
    woken!(1, |held, left| {
        receive(rx)
            >> inspect(move |_: &u8| own(&left))
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
    // Nobody pressed it: its sender is still there.
    tx.send(0).unwrap_err();
    woken!(1, |held, left| {
        from(until(0, held)) >> for_each(drop);
        ticks(1h) >> for_each(move |_| own(&left));
    });
    let (tx, rx) = bounded(1);
    // One item in the channel, one in the hand, one in the edge, and one that the source stands with.
    woken!(1, |held, left| {
        from(until(3, held)) >> buffer(1) >> inspect(move |_| own(&left)) >> send(tx);
    });
    assert_eq!(rx.try_iter().count(), 1);
    let (tx, rx) = unbounded();
    tx.send(0).unwrap();
    woken!(1, |held, left| {
        from([rx])
            >> bridge
            >> inspect(move |_: &u8| own(&left))
            >> buffer(1)
            >> for_each(move |_| held.pass());
    });
    tx.send(0).unwrap_err();
}
