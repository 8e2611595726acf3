//! One source, one sink, and what may stand between them.

use super::{Case, Closure, Ended, Hooks, Items, PLAIN, Topology, go};
use crate::support::ledger::Tracked;
use pipewright::prelude::*;
use std::sync::Arc;

pub(super) fn chains() -> Vec<Topology> {
    vec![
        Topology {
            name: "1 section",
            build: one_section,
            ..PLAIN
        },
        Topology {
            name: "3 sections",
            stages: 3,
            build: three_sections,
            ..PLAIN
        },
        Topology {
            name: "8 sections",
            stages: 8,
            build: eight_sections,
            ..PLAIN
        },
        Topology {
            name: "batch > flatten",
            stages: 2,
            build: batches,
            ..PLAIN
        },
        Topology {
            name: "timed batch > flatten",
            stages: 2,
            build: timed_batches,
            ..PLAIN
        },
        Topology {
            name: "nested runs",
            stages: 3,
            most: 50,
            build: nested,
            ..PLAIN
        },
        Topology {
            name: "receive",
            stages: 2,
            outside: 1,
            build: receives,
            ..PLAIN
        },
        Topology {
            name: "generate",
            build: generates,
            ..PLAIN
        },
        Topology {
            name: "or_done",
            stages: 2,
            build: done_never,
            ..PLAIN
        },
    ]
}

pub(super) fn regions() -> Vec<Topology> {
    let mut regions = Vec::new();
    for workers in [1, 2, 4] {
        let region = Topology {
            workers,
            stages: 3,
            in_region: &[2],
            is_ordered: workers == 1,
            ..PLAIN
        };
        regions.extend([
            Topology {
                name: "fan_out",
                build: unordered,
                ..region
            },
            Topology {
                name: "fan_out, ordered",
                is_ordered: true,
                build: ordered,
                ..region
            },
            Topology {
                name: "fan_out, keyed",
                build: keyed,
                ..region
            },
            Topology {
                name: "fan_out > sink",
                stages: 2,
                in_region: &[2, 101],
                build: ends_in_a_sink,
                ..region
            },
        ]);
    }
    regions
}

fn one_section(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let (stage_1, sink, tail) = (hooks.stage(1), hooks.sink(1), hooks.stage(0));
    go!(case, move || {
        let count =
            from(items) >> map(|item| stage_1.on(item))? >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn three_sections(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let (sink, tail, bound) = (hooks.sink(1), hooks.stage(0), case.capacity);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> buffer(bound)
            >> map(|item| stage_2.on(item))?
            >> buffer(bound)
            >> map(|item| stage_3.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn eight_sections(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3, stage_4] = [1, 2, 3, 4].map(|place| hooks.stage(place));
    let [stage_5, stage_6, stage_7, stage_8] = [5, 6, 7, 8].map(|place| hooks.stage(place));
    let (sink, tail, bound) = (hooks.sink(1), hooks.stage(0), case.capacity);
    go!(case, move || {
        let first = from(items)
            >> map(|item| stage_1.on(item))?
            >> buffer(bound)
            >> map(|item| stage_2.on(item))?
            >> buffer(bound)
            >> map(|item| stage_3.on(item))?
            >> buffer(bound)
            >> map(|item| stage_4.on(item))?
            >> buffer(bound);
        let count = first
            >> map(|item| stage_5.on(item))?
            >> buffer(bound)
            >> map(|item| stage_6.on(item))?
            >> buffer(bound)
            >> map(|item| stage_7.on(item))?
            >> buffer(bound)
            >> map(|item| stage_8.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn batches(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let (sink, tail, bound) = (hooks.sink(1), hooks.stage(0), case.capacity);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> batch(3)
            >> buffer(bound)
            >> flatten
            >> map(|item| stage_2.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn timed_batches(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let (sink, tail) = (hooks.sink(1), hooks.stage(0));
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> batch(3, 24h)
            >> flatten
            >> map(|item| stage_2.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

/// A run inside of a stage, for each item.
fn nested(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    fn inside(closure: &Closure, item: Tracked, name: &str) -> Result<Tracked, pipewright::Error> {
        let inner = pipeline!(from([item]) >> buffer(1) >> map(|item| closure.on(item))? >> first?);
        inner.named(name).run()
    }
    let name = case.name.unwrap_or("inner");
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let (sink, tail, bound) = (hooks.sink(1), hooks.stage(0), case.capacity);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> buffer(bound)
            >> map(|item| inside(&stage_2, item, name))?
            >> map(|item| stage_3.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

/// A channel that a thread outside of the run fills.
fn receives(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let (sink, tail, bound) = (hooks.sink(1), hooks.stage(0), case.capacity);
    let (tx, rx) = crossbeam_channel::bounded(0);
    let feeder = std::thread::Builder::new().name(case.name.unwrap_or("feeder").to_owned());
    std::thread::scope(|scope| {
        let feed = move || items.map(|item| tx.send(item)).all(|sent| sent.is_ok());
        let feeder = feeder.spawn_scoped(scope, feed);
        feeder.expect("a test gets a thread");
        go!(case, move || {
            let count = receive(rx)
                >> map(|item| stage_1.on(item))?
                >> buffer(bound)
                >> map(|item| stage_2.on(item))?
                >> fold(0, |n, item| sink.count(n, item));
            tail.tail([count])
        })
    })
}

fn generates(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let (stage_1, sink, tail) = (hooks.stage(1), hooks.sink(1), hooks.stage(0));
    go!(case, move || {
        let count = generate(move |out| {
            let mut items = items;
            items.try_for_each(|item| out.push(item))
        }) >> map(|item| stage_1.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn done_never(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let (sink, tail) = (hooks.sink(1), hooks.stage(0));
    let (_closer, done) = Done::channel();
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> or_done(done)
            >> map(|item| stage_2.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn unordered(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let (sink, tail, workers) = (hooks.sink(1), hooks.stage(0), case.workers);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> fan_out(workers)
            >> map(|item| stage_2.on(item))?
            >> fan_in
            >> map(|item| stage_3.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn ordered(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let (sink, tail, workers) = (hooks.sink(1), hooks.stage(0), case.workers);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> fan_out(workers, ordered)
            >> map(|item| stage_2.on(item))?
            >> fan_in
            >> map(|item| stage_3.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn keyed(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2, stage_3] = [1, 2, 3].map(|place| hooks.stage(place));
    let (sink, tail, workers) = (hooks.sink(1), hooks.stage(0), case.workers);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> fan_out(workers, by = |item| item.id % 7)
            >> map(|item| stage_2.on(item))?
            >> fan_in
            >> map(|item| stage_3.on(item))?
            >> fold(0, |n, item| sink.count(n, item));
        tail.tail([count])
    })
}

fn ends_in_a_sink(case: &Case, items: Items, hooks: &Arc<Hooks>) -> Ended {
    let [stage_1, stage_2] = [1, 2].map(|place| hooks.stage(place));
    let (sink, tail, workers) = (hooks.sink(1), hooks.stage(0), case.workers);
    go!(case, move || {
        let count = from(items)
            >> map(|item| stage_1.on(item))?
            >> fan_out(workers)
            >> map(|item| stage_2.on(item))?
            >> map(|item| sink.take(item))
            >> count;
        tail.tail([count])
    })
}
