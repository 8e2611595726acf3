//! How the cost of an item grows with one thing at a time, everything else being equal; each beside crossbeam by hand.

use crate::fan_out;
use crate::hand_over;
use crate::rounds::{OURS, PAUSE, Section};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 5;

/// A way to do it at one size: how many items, and what is done with them.
type Way = Box<dyn Fn() -> u64>;

/// One line of a table.
struct Size {
    name: String,
    items: u64,
    ours: Way,
    by_hand: Way,
}

fn section(name: &str, sizes: fn() -> Vec<Size>) -> Section {
    let title = name.to_owned();
    Section::new(name.to_owned(), move || {
        let mut table = format!(
            "### {title}\n\n{ROUNDS} rounds; medians, nanoseconds an item.\n\n| | {OURS} | crossbeam by hand | {OURS} / by hand |\n|---|---:|---:|---:|\n"
        );
        for size in sizes() {
            let ways = [&size.ours, &size.by_hand];
            let mut times = ways.map(|_| Vec::new());
            assert_eq!(ways[0](), ways[1](), "{}", size.name);
            for _ in 0..ROUNDS {
                for (way, times) in ways.iter().zip(&mut times) {
                    std::thread::sleep(PAUSE);
                    let started = Instant::now();
                    black_box(way());
                    times.push(started.elapsed().as_secs_f64() * 1e9 / size.items as f64);
                }
            }
            let [ours, by_hand] = times.map(|mut times| {
                times.sort_by(f64::total_cmp);
                times[ROUNDS / 2]
            });
            let (name, ratio) = (size.name, ours / by_hand);
            let _ = writeln!(table, "| {name} | {ours:.1} | {by_hand:.1} | {ratio:.2} |");
        }
        table
    })
}

/// A thread that makes the numbers and one that adds them up.
fn two_threads(items: u64, bound: usize) -> Size {
    Size {
        name: String::new(),
        items,
        ours: Box::new(move || hand_over::ours(items, bound)),
        by_hand: Box::new(move || hand_over::by_hand(items, bound)),
    }
}

/// From a thousand to a hundred million.
pub fn items() -> Section {
    section("scaling: items over one edge of u64, bound 1024", || {
        let sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];
        let line = |items| Size {
            name: format!("{items} items"),
            ..two_threads(items, 1024)
        };
        sizes.map(line).into()
    })
}

pub fn bounds() -> Section {
    section("scaling: the bound of one edge of u64", || {
        let line = |bound| Size {
            name: format!("bound {bound}"),
            ..two_threads(if bound < 16 { 500_000 } else { 1_000_000 }, bound)
        };
        [1, 2, 4, 16, 64, 256, 1024, 4096, 16_384].map(line).into()
    })
}

/// So many sections, by as many buffers less one, each of which does something.
macro_rules! sections {
    ($items:ident: $($section:tt)*) => {
        Box::new(move || {
            pipeline!(from(0..$items) $(>> buffer(256) >> map(|x: u64| x ^ $section))* >> fold(0, u64::wrapping_add))
                .run()
                .unwrap()
        })
    };
}

/// So many stages in one section.
macro_rules! stages {
    ($items:ident: $($stage:tt)*) => {
        Box::new(move || {
            pipeline!(from(0..$items) $(>> map(|x: u64| black_box(x ^ $stage)))* >> fold(0, u64::wrapping_add))
                .run()
                .unwrap()
        })
    };
}

pub fn stages() -> Section {
    section(
        "scaling: fused stages in one section (by hand: a loop)",
        || {
            let items = 1_000_000;
            let line = |so_many: u64, ours| Size {
                name: format!("{so_many} stages"),
                items,
                ours,
                by_hand: Box::new(move || {
                    let all = |x| (1..=so_many).fold(x, |x: u64, stage| black_box(x ^ stage));
                    (0..items).map(all).fold(0, u64::wrapping_add)
                }),
            };
            vec![
                line(1, stages!(items: 1)),
                line(4, stages!(items: 1 2 3 4)),
                line(15, stages!(items: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)),
                line(
                    60,
                    stages!(items: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
                33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60),
                ),
            ]
        },
    )
}

pub fn threads() -> Section {
    section("scaling: sections, each a thread, u64, bound 256", || {
        let items = 100_000;
        let line = |so_many: u64, ours| Size {
            name: format!("{} threads", so_many + 1),
            items,
            ours,
            by_hand: Box::new(move || chain(items, so_many)),
        };
        vec![
            line(1, sections!(items: 1)),
            line(4, sections!(items: 1 2 3 4)),
            line(15, sections!(items: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)),
            line(
                59,
                sections!(items: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31
                32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59),
            ),
        ]
    })
}

fn chain(items: u64, so_many: u64) -> u64 {
    std::thread::scope(|s| {
        let (tx, mut rx) = bounded(256);
        s.spawn(move || (0..items).for_each(|x| tx.send(x).unwrap()));
        for section in 1..so_many {
            let (tx, next) = bounded(256);
            let before = std::mem::replace(&mut rx, next);
            s.spawn(move || before.iter().for_each(|x| tx.send(x ^ section).unwrap()));
        }
        rx.iter().map(|x| x ^ so_many).fold(0, u64::wrapping_add)
    })
}

pub fn workers() -> Section {
    section(
        "scaling: workers of a region, about 1 µs an item, bound 1024",
        || {
            let items = 200_000;
            let line = |workers: usize| Size {
                name: format!("{workers} workers"),
                items,
                ours: Box::new(move || fan_out::ours(workers, items, fan_out::a_microsecond)),
                by_hand: Box::new(move || fan_out::by_hand(workers, items, fan_out::a_microsecond)),
            };
            [1, 2, 4, 8, 16, 64].map(line).into()
        },
    )
}

/// The caller's thread is a section too, and an item may be a megabyte.
fn on_a_large_stack(work: impl FnOnce() -> u64 + Send) -> u64 {
    std::thread::scope(|s| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(s, work).unwrap().join().unwrap()
    })
}

const STACK: usize = 64 << 20;

/// An item of so many bytes, by value.
fn payload<const BYTES: usize>(items: u64) -> Size {
    let bound = (64 * 1024 / BYTES).clamp(16, 4096);
    let ours = move || {
        pipeline!(
            from(0..items)
                >> map(|n| [n as u8; BYTES])
                >> buffer(bound)
                >> map(|item| u64::from(item[BYTES / 2]))
                >> fold(0, u64::wrapping_add)
        )
        .stack_size(STACK)
        .run()
        .unwrap()
    };
    let by_hand = move || {
        let (tx, rx) = bounded::<[u8; BYTES]>(bound);
        std::thread::scope(|s| {
            let source = move || (0..items).for_each(|n| tx.send([n as u8; BYTES]).unwrap());
            let thread = std::thread::Builder::new().stack_size(STACK);
            thread.spawn_scoped(s, source).unwrap();
            rx.iter()
                .map(|item| u64::from(item[BYTES / 2]))
                .fold(0, u64::wrapping_add)
        })
    };
    Size {
        name: format!("{BYTES} bytes, bound {bound}"),
        items,
        ours: Box::new(move || on_a_large_stack(ours)),
        by_hand: Box::new(move || on_a_large_stack(by_hand)),
    }
}

pub fn payloads() -> Section {
    section(
        "scaling: bytes an item, by value, over one edge of the default bound",
        || {
            vec![
                payload::<8>(1_000_000),
                payload::<64>(1_000_000),
                payload::<512>(200_000),
                payload::<4096>(50_000),
                payload::<65_536>(5000),
                payload::<1_048_576>(300),
            ]
        },
    )
}
