//! Tee, batch and merge.

use crate::rounds::{Contender, OURS, Workload};
use crossbeam_channel::bounded;
use pipewright::prelude::*;

const ITEMS: u64 = 1_000_000;
const BOUND: usize = 1024;

fn workload(name: &str, contenders: Vec<Contender>) -> Workload {
    Workload {
        name: format!("{name}, bound {BOUND}"),
        items: ITEMS,
        rounds: 9,
        contenders,
    }
}

/// Two branches and a thread that feeds them.
pub fn tee() -> Workload {
    let ours = || {
        let (sum, most) = pipeline!(
            let (a, b) = from(0..ITEMS) >> tee;
            let sum = a >> fold(0, u64::wrapping_add);
            let most = b >> fold(0, u64::max);
            (sum, most)
        )
        .capacity(BOUND)
        .run()
        .unwrap();
        sum ^ most
    };
    let by_hand = || {
        let (tx0, rx0) = bounded(BOUND);
        let (tx1, rx1) = bounded(BOUND);
        std::thread::scope(|s| {
            s.spawn(move || {
                for x in 0..ITEMS {
                    tx0.send(x).unwrap();
                    tx1.send(x).unwrap();
                }
            });
            let sum = s.spawn(move || rx0.iter().fold(0, u64::wrapping_add));
            let most = rx1.iter().fold(0, u64::max);
            sum.join().unwrap() ^ most
        })
    };
    workload(
        "tee to 2",
        vec![
            Contender::new(OURS, ours),
            Contender::new("crossbeam by hand, an item at a time", by_hand),
        ],
    )
}

/// Batches of 100 behind an edge, and another edge behind them.
pub fn batch() -> Workload {
    let sum = |batch: Vec<u64>| batch.into_iter().fold(0, u64::wrapping_add);
    let ours = move || {
        pipeline!(
            from(0..ITEMS)
                >> buffer(BOUND)
                >> batch(100)
                >> buffer(16)
                >> map(sum)
                >> fold(0, u64::wrapping_add)
        )
        .run()
        .unwrap()
    };
    let by_hand = move || {
        let (tx0, rx0) = bounded(BOUND);
        let (tx1, rx1) = bounded(16);
        std::thread::scope(|s| {
            s.spawn(move || (0..ITEMS).for_each(|x| tx0.send(x).unwrap()));
            s.spawn(move || {
                let mut batch = Vec::with_capacity(100);
                for x in rx0 {
                    batch.push(x);
                    if batch.len() == 100 {
                        let full = std::mem::replace(&mut batch, Vec::with_capacity(100));
                        tx1.send(full).unwrap();
                    }
                }
                if !batch.is_empty() {
                    tx1.send(batch).unwrap();
                }
            });
            rx1.iter().map(sum).fold(0, u64::wrapping_add)
        })
    };
    workload(
        "batch(100)",
        vec![
            Contender::new(OURS, ours),
            Contender::new("crossbeam by hand, an item at a time", by_hand),
        ],
    )
}

/// Four sources into one stream.
pub fn merge() -> Workload {
    const EACH: u64 = ITEMS / 4;
    let ours = || {
        pipeline!(
            let a = from(0..EACH);
            let b = from(EACH..2 * EACH);
            let c = from(2 * EACH..3 * EACH);
            let d = from(3 * EACH..ITEMS);
            (a, b, c, d) >> fan_in >> fold(0, u64::wrapping_add)
        )
        .capacity(BOUND)
        .run()
        .unwrap()
    };
    let by_hand = || {
        let (tx, rx) = bounded(BOUND);
        std::thread::scope(|s| {
            for part in 0..4 {
                let tx = tx.clone();
                s.spawn(move || {
                    (part * EACH..(part + 1) * EACH).for_each(|x| tx.send(x).unwrap());
                });
            }
            drop(tx);
            rx.iter().fold(0, u64::wrapping_add)
        })
    };
    workload(
        "merge of 4",
        vec![
            Contender::new(OURS, ours),
            Contender::new("crossbeam by hand, an item at a time", by_hand),
        ],
    )
}
