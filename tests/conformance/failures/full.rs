//! R16: errors while nothing moves any more.

use crate::support::faults::{Planted, planted_in};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::watchdog::step;
use pipewright::prelude::*;
use pipewright::{Control, ErrorKind, Report};
use std::sync::{Arc, OnceLock};

/// What the closure that fails, and the sinks that hold everything up, share.
#[derive(Clone, Default)]
struct Held {
    sinks: Gate,
    control: Arc<OnceLock<Control>>,
}

impl Held {
    /// In the closure that fails: waits until these edges are full, and a sink holds an item.
    fn fail(&self, edges: &[usize]) -> Planted {
        self.sinks.until_waiting(1);
        let control = self.control.wait();
        while !edges.iter().all(|at| is_full(&control.report(), *at)) {
            std::thread::yield_now();
        }
        Planted(16)
    }
}

fn is_full(report: &Report, at: usize) -> bool {
    let edge = &report.edges()[at];
    edge.pushed()
        .saturating_sub(edge.popped() + edge.discarded())
        >= edge.bound() as u64
}

/// The error of item `$at`, raised when these edges are full, has to come out although the sinks stay where they are: until
/// the run is cut short, which a section notices that has nothing to do with the others.
macro_rules! full {
    ($capacity:expr, $stage:literal, $at:expr, $edges:expr, |$sink:ident, $fails:ident| { $($pipeline:tt)* }) => {{
        step(format!("capacity {} {}", $capacity, stringify!($($pipeline)*)));
        let held = Held::default();
        let $fails = fails_at(&held, $at, &$edges);
        let opens = OpensAtEnd(held.sinks.clone());
        let $sink = held.sinks.clone();
        let run = pipeline!(move || {
            ticks(1h) >> for_each(move |_| {
                let _ = &opens;
            });
            $($pipeline)*
        })
        .capacity($capacity).spawn();
        assert!(held.control.set(run.control()).is_ok());
        let error = run.join().map(|_| ()).unwrap_err();
        assert_eq!((error.kind(), error.stage()), (ErrorKind::Failed, Some($stage)));
        assert_eq!(planted_in(&error), Some(Planted(16)));
    }};
}

/// A closure that fails at that item, when those edges are full.
fn fails_at(
    held: &Held,
    at: usize,
    edges: &'static [usize],
) -> impl Fn(usize) -> Result<usize, Planted> + Send + 'static {
    let held = held.clone();
    move |item| {
        if item == at {
            Err(held.fail(edges))
        } else {
            Ok(item)
        }
    }
}

/// The section in front of edges that are all full: as many items as they and the hands behind them hold have passed.
pub(super) fn in_front_of_full_edges(capacity: usize) {
    let room = capacity + 1;
    full!(capacity, "map", 2 * room, [0, 1], |sink, fails| {
        from(0_usize..)
            >> map(fails)?
            >> buffer(capacity)
            >> map(|n| n)
            >> buffer(capacity)
            >> for_each(move |_| sink.pass());
    });
    full!(capacity, "map", 2 * room + 2, [0, 1], |sink, fails| {
        from(0_usize..)
            >> map(fails)?
            >> fan_out(3)
            >> map(|n| n)
            >> fan_in
            >> for_each(move |_| sink.pass());
    });
    // All keys are one: the lane of one worker fills, and the edge behind it.
    full!(capacity, "map", 2 * room, [0, 1], |sink, fails| {
        from(0_usize..)
            >> map(fails)?
            >> fan_out(1, by = |_| 0)
            >> map(|n| n)
            >> fan_in
            >> for_each(move |_| sink.pass());
    });
    full!(capacity, "map", 2 * room, [0, 1, 2], |sink, fails| {
        let (a, b) = from(0_usize..) >> map(fails)? >> tee;
        (a, b) >> zip >> buffer(capacity) >> for_each(move |_| sink.pass());
    });
    // Batches of two, of which one is open.
    full!(
        capacity,
        "map",
        2 * (2 * room) + 1,
        [0, 1],
        |sink, fails| {
            from(0_usize..)
                >> map(fails)?
                >> batch(2)
                >> buffer(capacity)
                >> map(|n| n)
                >> buffer(capacity)
                >> for_each(move |_| sink.pass());
        }
    );
    full!(capacity, "map", room, [0], |sink, fails| {
        let (a, b) = from(0_usize..) >> map(fails)? >> partition(|_| true);
        a >> for_each(move |_| sink.pass());
        b >> for_each(drop);
    });
    step("in front of a channel of the user's");
    let held = Held::default();
    let (tx, rx) = crossbeam_channel::bounded(1);
    let control = Arc::clone(&held.control);
    // Nobody waits at the gate here.
    held.sinks.open();
    let fails = move |item: usize| {
        if item < capacity + 2 {
            return Ok(item);
        }
        while !is_full(&held.control.wait().report(), 0) {
            std::thread::yield_now();
        }
        Err(Planted(16))
    };
    let run =
        pipeline!(move || from(0_usize..) >> map(fails)? >> buffer(capacity) >> send(tx)).spawn();
    assert!(control.set(run.control()).is_ok());
    assert_eq!(planted_in(&run.join().unwrap_err()), Some(Planted(16)));
    drop(rx);
}

/// A section that has nothing to do with those that cannot move.
pub(super) fn beside_full_edges(capacity: usize) {
    full!(capacity, "for_each", 0, [0], |sink, fails| {
        from(0_usize..) >> buffer(capacity) >> for_each(move |_| sink.pass());
        from([0]) >> for_each(move |n| fails(n).map(drop))?;
    });
    full!(capacity, "for_each", 0, [2], |sink, fails| {
        // The window bounds what is in both edges of the region together, so that they are never full at once.
        from(0_usize..)
            >> fan_out(2, ordered)
            >> map(|n| n)
            >> fan_in
            >> buffer(1)
            >> map(|n| n)
            >> buffer(capacity)
            >> for_each(move |_| sink.pass());
        from([0]) >> for_each(move |n| fails(n).map(drop))?;
    });
    // One branch of a tee is full, the other one fails.
    full!(capacity, "map", capacity, [0], |sink, fails| {
        let (a, b) = from(0_usize..) >> tee;
        a >> for_each(move |_| sink.pass());
        b >> map(fails)? >> for_each(drop);
    });
    full!(capacity, "map", 2 * capacity + 1, [0], |sink, fails| {
        let (a, b) = from(0_usize..) >> partition(|n| n % 2 == 0);
        a >> for_each(move |_| sink.pass());
        b >> map(fails)? >> for_each(drop);
    });
    // The edge of a merge is full with what the other input gave.
    full!(capacity, "map", 0, [0], |sink, fails| {
        let a = from(1_usize..);
        let b = from([0]) >> map(fails)?;
        (a, b) >> fan_in >> for_each(move |_| sink.pass());
    });
}

/// The section between two full edges, and a worker of a region.
pub(super) fn behind_a_full_edge(capacity: usize) {
    full!(capacity, "map", capacity + 1, [0, 1], |sink, fails| {
        from(0_usize..)
            >> buffer(capacity)
            >> map(fails)?
            >> buffer(capacity)
            >> for_each(move |_| sink.pass());
    });
    // The other two workers have an item in hand that they cannot give.
    full!(capacity, "map", capacity + 3, [0, 1], |sink, fails| {
        from(0_usize..) >> fan_out(3) >> map(&fails)? >> fan_in >> for_each(move |_| sink.pass());
    });
}
