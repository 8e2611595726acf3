//! How long an item is on its way when it comes alone: from the source's hand to the sink's, over two edges.

use crate::rounds::{OURS, Section};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use std::fmt::Write;
use std::time::{Duration, Instant};

const BOUND: usize = 1024;
const ROUNDS: usize = 5;

/// An item every so often, of which each carries the time at which it left.
fn items(each: Duration, so_many: usize) -> impl Iterator<Item = Instant> + Send {
    let mut due = Instant::now();
    (0..so_many).map(move |_| {
        due += each;
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        Instant::now()
    })
}

fn ours(each: Duration, so_many: usize) -> Vec<Duration> {
    pipeline!(
        from(items(each, so_many))
            >> buffer(BOUND)
            >> map(|left| left)
            >> buffer(BOUND)
            >> map(|left| left.elapsed())
            >> collect::<Vec<_>>()
    )
    .run()
    .unwrap()
}

fn by_hand(each: Duration, so_many: usize) -> Vec<Duration> {
    let (tx0, rx0) = bounded(BOUND);
    let (tx1, rx1) = bounded(BOUND);
    std::thread::scope(|s| {
        s.spawn(move || items(each, so_many).for_each(|left| tx0.send(left).unwrap()));
        s.spawn(move || rx0.iter().for_each(|left| tx1.send(left).unwrap()));
        rx1.iter().map(|left: Instant| left.elapsed()).collect()
    })
}

/// So many items a round, one every so often.
pub fn alone(each: Duration, so_many: usize) -> Section {
    let name = format!("latency over 3 threads, an item every {each:?}, bound {BOUND}");
    let title = name.clone();
    let report = move || {
        let ways: [(_, fn(Duration, usize) -> Vec<Duration>); 2] =
            [(OURS, ours), ("crossbeam by hand", by_hand)];
        let mut times = ways.map(|_| Vec::new());
        for _ in 0..ROUNDS {
            for ((_, way), times) in ways.iter().zip(&mut times) {
                times.extend(way(each, so_many));
            }
        }
        let parts = [0.5, 0.99].map(|part| {
            times.each_mut().map(|times| {
                times.sort_unstable();
                times[(times.len() as f64 * part) as usize].as_nanos() as f64 / 1e3
            })
        });
        let mut table = format!(
            "### {title}\n\n{} items; microseconds.\n\n| | p50 | p99 | {OURS} / this, p50 | p99 |\n|---|---:|---:|---:|---:|\n",
            ROUNDS * so_many
        );
        let [p50, p99] = parts;
        for (at, (name, _)) in ways.iter().enumerate() {
            let ratios = [p50[0] / p50[at], p99[0] / p99[at]];
            let _ = writeln!(
                table,
                "| {name} | {:.1} | {:.1} | {:.2} | {:.2} |",
                p50[at], p99[at], ratios[0], ratios[1]
            );
        }
        table
    };
    Section::new(name, report)
}
