//! The graphs of the grid. The number in each call is that of its fault point; stage and call stand on one line, so that the
//! place in an error can be compared with the place of the call.

use super::item::{Item, Passes as _};
use super::{Faults, Topology};
use pipewright::prelude::*;
use pipewright::{Error, Handle};
use std::sync::Arc;

type Run = Handle<(), Error>;

const fn topology(
    name: &'static str,
    workers: usize,
    build: fn(&Arc<Faults>, usize, usize) -> Run,
) -> Topology {
    Topology {
        name,
        workers,
        build,
    }
}

pub(super) const TOPOLOGIES: &[Topology] = &[
    topology("one section", 1, one_section),
    topology("three sections", 1, three_sections),
    topology("six sections", 1, six_sections),
    topology("fan_out", 1, fan_out),
    topology("fan_out", 2, fan_out),
    topology("fan_out", 4, fan_out),
    topology("ordered fan_out", 1, ordered),
    topology("ordered fan_out", 2, ordered),
    topology("ordered fan_out", 4, ordered),
    topology("keyed fan_out", 1, keyed),
    topology("keyed fan_out", 3, keyed),
    topology("region that ends in a sink", 1, region_with_sink),
    topology("region that ends in a sink", 3, region_with_sink),
    topology("tee to two sinks", 1, tee_to_sinks),
    topology("tee and zip", 1, tee_and_zip),
    topology("tee and fan_in", 1, tee_and_fan_in),
    topology("partition and fan_in", 1, partition_and_fan_in),
    topology("batch and flatten", 1, batch_and_flatten),
    topology("timed batch and flatten", 1, timed_batch_and_flatten),
    topology("tee of a tee", 1, tee_of_a_tee),
    topology("run inside of a run", 1, run_inside),
];

fn one_section(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> map_while(|item| item.pass(2))?
            >> all(|item| item.end(3))?;
    })
    .capacity(capacity)
    .spawn()
}

fn three_sections(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> buffer(capacity)
            >> map_while(|item| item.pass(2))?
            >> buffer(capacity)
            >> map_while(|item| item.pass(3))?
            >> all(|item| item.end(4))?;
    })
    .spawn()
}

fn six_sections(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> buffer(capacity)
            >> map_while(|item| item.pass(2))?
            >> buffer(capacity)
            >> map_while(|item| item.pass(3))?
            >> buffer(capacity)
            >> map_while(|item| item.pass(4))?
            >> buffer(capacity)
            >> map_while(|item| item.pass(5))?
            >> buffer(capacity)
            >> all(|item| item.end(6))?;
    })
    .spawn()
}

fn fan_out(f: &Arc<Faults>, workers: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> fan_out(workers)
            >> map(|item| item.work(2))?
            >> map(|item| item.work(3))?
            >> fan_in
            >> map_while(|item| item.pass(4))?
            >> all(|item| item.end(5))?;
    })
    .capacity(capacity)
    .spawn()
}

fn ordered(f: &Arc<Faults>, workers: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> fan_out(workers, ordered)
            >> map(|item| item.work(2))?
            >> map(|item| item.work(3))?
            >> fan_in
            >> map_while(|item| item.pass(4))?
            >> all(|item| item.end(5))?;
    })
    .capacity(capacity)
    .spawn()
}

fn keyed(f: &Arc<Faults>, workers: usize, capacity: usize) -> Run {
    let key = |item: &Item| {
        item.look(2);
        item.id() % 5
    };
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> fan_out(workers, by = key)
            >> map(|item| item.work(3))?
            >> fan_in
            >> all(|item| item.end(4))?;
    })
    .capacity(capacity)
    .spawn()
}

fn region_with_sink(f: &Arc<Faults>, workers: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> fan_out(workers)
            >> map(|item| item.work(2))?
            >> all(|item| item.workers_end(3))?;
    })
    .capacity(capacity)
    .spawn()
}

fn tee_to_sinks(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        let (a, b) = from(f.source(0))? >> map_while(|item| item.pass(1))? >> tee;
        a >> map_while(|item| item.pass(2))? >> all(|item| item.end(3))?;
        b >> map_while(|item| item.pass(4))? >> all(|item| item.end(5))?;
    })
    .capacity(capacity)
    .spawn()
}

fn tee_and_zip(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        let (a, b) = from(f.source(0))? >> map_while(|item| item.pass(1))? >> tee;
        let a = a >> map_while(|item| item.pass(2))?;
        let b = b >> map_while(|item| item.pass(3))?;
        let both = (a, b) >> zip;
        both >> map_while(|pair| pair.pass(4))? >> buffer(capacity) >> all(|pair| pair.end(5))?;
    })
    .capacity(capacity)
    .spawn()
}

fn tee_and_fan_in(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        let (a, b) = from(f.source(0))? >> map_while(|item| item.pass(1))? >> tee;
        let a = a >> map_while(|item| item.pass(2))?;
        let b = b >> map_while(|item| item.pass(3))?;
        let both = (a, b) >> fan_in;
        both >> map_while(|item| item.pass(4))? >> buffer(capacity) >> all(|item| item.end(5))?;
    })
    .capacity(capacity)
    .spawn()
}

fn partition_and_fan_in(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    let is_even = |item: &Item| {
        item.look(2);
        item.id().is_multiple_of(2)
    };
    pipeline!(move || {
        let (a, b) = from(f.source(0))? >> map_while(|item| item.pass(1))? >> partition(is_even);
        let a = a >> map_while(|item| item.pass(3))?;
        let b = b >> map_while(|item| item.pass(4))?;
        let both = (a, b) >> fan_in;
        both >> map_while(|item| item.pass(5))? >> all(|item| item.end(6))?;
    })
    .capacity(capacity)
    .spawn()
}

fn batch_and_flatten(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> batch(5)
            >> map_while(|items| items.pass(2))?
            >> buffer(capacity)
            >> map_while(|items| items.pass(3))?
            >> flatten
            >> map_while(|item| item.pass(4))?
            >> buffer(capacity)
            >> batch(2)
            >> all(|items| items.end(5))?;
    })
    .spawn()
}

fn timed_batch_and_flatten(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> batch(5, 1h)
            >> map_while(|items| items.pass(2))?
            >> flatten
            >> all(|item| item.end(3))?;
    })
    .capacity(capacity)
    .spawn()
}

fn tee_of_a_tee(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    pipeline!(move || {
        let (halves, whole) = from(f.source(0))? >> tee;
        let (half, other) = halves >> map_while(|item| item.pass(1))? >> tee;
        let whole = whole >> map_while(|item| item.pass(2))?;
        let both = (half, whole) >> fan_in;
        other >> map_while(|item| item.pass(3))? >> all(|item| item.end(4))?;
        both >> map_while(|item| item.pass(5))? >> all(|item| item.end(6))?;
    })
    .capacity(capacity)
    .spawn()
}

fn run_inside(f: &Arc<Faults>, _: usize, capacity: usize) -> Run {
    let run = |item: Item| {
        pipeline!(from([item]) >> buffer(1) >> map(|item| item.inside(2))? >> first?).run()
    };
    pipeline!(move || {
        from(f.source(0))?
            >> map_while(|item| item.pass(1))?
            >> buffer(capacity)
            >> map(run)?
            >> buffer(capacity)
            >> all(|item| item.end(3))?;
    })
    .spawn()
}
