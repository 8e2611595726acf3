//! No more items are held than `max_in_flight` says, and a run starts the threads that the picture shows.

use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::threads::{Threads, watched_alone};
use crate::support::watchdog::step;
use pipewright::prelude::*;

/// Runs with a gated sink. When nothing moves any more, it holds no more than the graph says, and, unless the graph is
/// cautious there, not much less.
macro_rules! holds {
    ($threads:expr, $slack:expr, |$source:ident, $sink:ident| $($pipeline:tt)*) => {{
        step(stringify!($($pipeline)*));
        let (ledger, gate) = (Ledger::default(), Gate::default());
        let graph = {
            let $source = ledger.source(0..0);
            let $sink = |item: Tracked| drop(item);
            pipeline!($($pipeline)*).capacity(2).graph()
        };
        let most = graph.max_in_flight();
        let $source = ledger.source(0..400);
        let $sink = |item: Tracked| {
            gate.pass();
            ledger.deliver(item);
        };
        let threads = Threads::count();
        std::thread::scope(|scope| {
            let opens = OpensAtEnd(gate.clone());
            let ledger = &ledger;
            scope.spawn(move || {
                let opens = opens;
                opens.0.until_waiting(1);
                // It gets so far ..
                while ledger.most_live() + $slack < most {
                    std::thread::yield_now();
                }
                // .. and no further.
                for _ in 0..200 {
                    std::thread::yield_now();
                }
            });
            pipeline!($($pipeline)*).capacity(2).run().unwrap();
        });
        ledger.assert_all_dropped();
        let live = ledger.most_live();
        assert!(live <= most, "{live} held, {most} are allowed\n{graph}");
        assert_eq!(graph.threads(), $threads);
        assert_eq!(threads.started_and_joined() + 1, graph.threads(), "{graph}");
    }};
}

#[test]
fn chains_and_regions() {
    watched_alone(|| {
        holds!(1, 0, |source, sink| from(source)
            >> map(|item| item)
            >> for_each(sink));
        holds!(2, 0, |source, sink| from(source)
            >> buffer(3)
            >> for_each(sink));
        holds!(5, 1, |source, sink| from(source)
            >> fan_out(3)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
        holds!(4, 9, |source, sink| from(source)
            >> fan_out(2, ordered)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
        holds!(3, 1, |source, sink| from(source)
            >> fan_out(2)
            >> for_each(&sink));
        holds!(4, 9, |source, sink| from(source)
            >> fan_out(2, by = |item| item.id)
            >> map(|item| item)
            >> fan_in
            >> for_each(sink));
    });
}

#[test]
fn batches() {
    watched_alone(|| {
        holds!(3, 8, |source, sink| from(source)
            >> batch(4)
            >> buffer(2)
            >> map(|batch| batch)
            >> buffer(1)
            >> flatten
            >> for_each(sink));
        holds!(2, 8, |source, sink| from(source)
            >> batch(4, 1h)
            >> flatten
            >> for_each(sink));
        holds!(4, 8, |source, sink| from(source)
            >> fan_out(2)
            >> batch(3)
            >> fan_in
            >> flatten
            >> for_each(sink));
        holds!(3, 40, |source, sink| from(source)
            >> batch(2)
            >> batch(3)
            >> buffer(2)
            >> flatten
            >> buffer(1)
            >> flatten
            >> for_each(sink));
        holds!(3, 40, |source, sink| from(source)
            >> batch(2)
            >> buffer(2)
            >> batch(3)
            >> buffer(1)
            >> flatten
            >> flatten
            >> for_each(sink));
    });
}

#[test]
fn splits_and_joins() {
    watched_alone(|| {
        holds!(2, 9, |source, sink| {
            let (a, b) = from(source) >> map(|item| (item, ())) >> unzip;
            (a, b) >> zip >> for_each(|(item, ())| sink(item))
        });
        holds!(2, 9, |source, sink| {
            let (a, b) = from(source) >> tee;
            (a, b) >> zip >> for_each(|(item, _other)| sink(item))
        });
        holds!(4, 9, |source, sink| {
            let (a, b) = from(source) >> partition(|item| item.id % 2 == 0);
            let a = a >> map(|item| item);
            let b = b >> map(|item| item);
            (a, b) >> fan_in >> for_each(sink)
        });
        holds!(3, 9, |source, sink| {
            let a = from(source);
            let b = from(0..0_u8) >> map(|_| unreachable!("it is empty"));
            (a, b) >> prefer >> for_each(sink)
        });
        holds!(2, 0, |source, sink| generate(move |out| {
            for item in source {
                out.push(item).unwrap();
            }
        }) >> for_each(sink));
    });
}

#[test]
fn a_stream_that_the_caller_takes() {
    watched_alone(|| {
        let ours = || pipeline!(move || from(0..99_u64) >> fan_out(2) >> map(|n| n) >> fan_in);
        let graph = ours().graph();
        let threads = Threads::count();
        assert_eq!(ours().iter().count(), 99);
        assert_eq!(threads.started_and_joined() + 1, graph.threads(), "{graph}");
        let threads = Threads::count();
        assert_eq!(ours().with_iter(|items| items.count()).unwrap(), 99);
        assert_eq!(threads.started_and_joined() + 1, graph.threads(), "{graph}");
    });
}
