//! A region: what sharing the work costs and gains.

use crate::rounds::{Contender, ONE_THREAD, OURS, Workload};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use rayon::prelude::*;
use std::hint::black_box;
use std::sync::OnceLock;
use std::time::Instant;

const BOUND: usize = 1024;

/// What the workers do with an item.
#[derive(Clone, Copy, Debug)]
pub enum Load {
    None,
    Microseconds(u32),
    /// One item in a hundred takes a millisecond, the others a microsecond.
    Skewed,
}

impl Load {
    fn name(self) -> String {
        match self {
            Self::None => "nothing to do".to_owned(),
            Self::Microseconds(n) => format!("{n} µs an item"),
            Self::Skewed => "1 % of the items 1 ms, the others 1 µs".to_owned(),
        }
    }

    fn items(self) -> u64 {
        match self {
            Self::None => 1_000_000,
            Self::Microseconds(n) => 200_000 / u64::from(n),
            Self::Skewed => 20_000,
        }
    }

    fn work(self, item: u64) -> u64 {
        match self {
            Self::None => item ^ 1,
            Self::Microseconds(n) => busy(item, n),
            Self::Skewed if item.is_multiple_of(100) => busy(item, 1000),
            Self::Skewed => busy(item, 1),
        }
    }
}

/// What takes about that long.
pub fn a_microsecond(item: u64) -> u64 {
    busy(item, 1)
}

/// Computes for so long, with no look at a clock.
fn busy(item: u64, microseconds: u32) -> u64 {
    static STEPS: OnceLock<u64> = OnceLock::new();
    let steps = STEPS.get_or_init(|| {
        let steps = 20_000_000;
        let started = Instant::now();
        black_box(compute(1, steps));
        (steps as f64 / (started.elapsed().as_secs_f64() * 1e6)) as u64
    });
    compute(item, steps * u64::from(microseconds))
}

/// Not inlined: all contenders run the same code, or one of them may be lucky with its loop.
#[inline(never)]
fn compute(item: u64, steps: u64) -> u64 {
    (0..steps).fold(item | 1, |x, _| {
        black_box(x.wrapping_mul(6_364_136_223_846_793_005) ^ (x >> 29))
    })
}

pub fn workers(workers: usize, load: Load) -> Workload {
    let items = load.items();
    Workload {
        name: format!("fan_out({workers}), {}, bound {BOUND}", load.name()),
        items,
        rounds: 9,
        contenders: vec![
            Contender::new(OURS, move || ours(workers, items, move |x| load.work(x))),
            Contender::new(ONE_THREAD, move || {
                (0..items).map(|x| load.work(x)).fold(0, u64::wrapping_add)
            }),
            Contender::new("crossbeam by hand, an item at a time", move || {
                by_hand(workers, items, move |x| load.work(x))
            }),
            Contender::new("rayon par_bridge (no bound, no order)", move || {
                (0..items)
                    .par_bridge()
                    .map(|x| load.work(x))
                    .reduce(|| 0, u64::wrapping_add)
            }),
        ],
    }
}

/// A region of so many workers between a source and a sink.
pub fn ours(workers: usize, items: u64, work: impl Fn(u64) -> u64 + Send + Sync) -> u64 {
    pipeline!(
        from(0..items)
            >> fan_out(workers)
            >> map(|x| work(x))
            >> fan_in
            >> fold(0, u64::wrapping_add)
    )
    .capacity(BOUND)
    .run()
    .unwrap()
}

/// The same with two channels.
pub fn by_hand(workers: usize, items: u64, work: impl Fn(u64) -> u64 + Sync) -> u64 {
    let (tx0, rx0) = bounded(BOUND);
    let (tx1, rx1) = bounded(BOUND);
    let work = &work;
    std::thread::scope(|s| {
        s.spawn(move || (0..items).for_each(|x| tx0.send(x).unwrap()));
        for (rx, tx) in std::iter::repeat_n((rx0, tx1), workers) {
            s.spawn(move || {
                for x in rx {
                    tx.send(work(x)).unwrap();
                }
            });
        }
        rx1.iter().fold(0, u64::wrapping_add)
    })
}

pub fn ordered() -> Workload {
    use pariter::IteratorExt;
    let load = Load::Microseconds(1);
    let items = load.items();
    let number = |sum: u64, x: u64| sum.wrapping_mul(31).wrapping_add(x);
    Workload {
        name: format!("fan_out(2, ordered), {}, bound {BOUND}", load.name()),
        items,
        rounds: 9,
        contenders: vec![
            Contender::new(OURS, move || {
                pipeline!(
                    from(0..items)
                        >> fan_out(2, ordered)
                        >> map(|x| load.work(x))
                        >> fan_in
                        >> fold(0, number)
                )
                .capacity(BOUND)
                .run()
                .unwrap()
            }),
            Contender::new(ONE_THREAD, move || {
                (0..items).map(|x| load.work(x)).fold(0, number)
            }),
            Contender::new("pariter parallel_map, 2 workers", move || {
                (0..items)
                    .parallel_map_custom(|o| o.threads(2).buffer_size(BOUND), move |x| load.work(x))
                    .fold(0, number)
            }),
        ],
    }
}
