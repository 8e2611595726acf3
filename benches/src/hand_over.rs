//! One item at a time: a ping through two edges and back, and a run of no items at all.

use crate::rounds::{Contender, OURS, Workload};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The source gives an item only when the one before has arrived.
pub fn ping() -> Workload {
    const ITEMS: u64 = 50_000;
    fn one_by_one(arrived: Arc<AtomicU64>) -> impl Iterator<Item = u64> + Send {
        (0..ITEMS).inspect(move |item| {
            while arrived.load(Ordering::Acquire) < *item {
                std::thread::yield_now();
            }
        })
    }
    Workload {
        name: "ping, one item in flight, bound 1".to_owned(),
        items: ITEMS,
        rounds: 9,
        contenders: vec![
            Contender::new(OURS, || {
                let arrived = Arc::new(AtomicU64::new(0));
                let items = one_by_one(Arc::clone(&arrived));
                pipeline!(
                    from(items)
                        >> buffer(1)
                        >> inspect(|item| arrived.store(item + 1, Ordering::Release))
                        >> fold(0, u64::wrapping_add)
                )
                .run()
                .unwrap()
            }),
            Contender::new("crossbeam bounded(1)", || {
                let arrived = Arc::new(AtomicU64::new(0));
                let items = one_by_one(Arc::clone(&arrived));
                let (tx, rx) = bounded(1);
                std::thread::scope(|s| {
                    s.spawn(move || items.for_each(|item| tx.send(item).unwrap()));
                    rx.iter()
                        .inspect(|item| arrived.store(item + 1, Ordering::Release))
                        .fold(0, u64::wrapping_add)
                })
            }),
        ],
    }
}

/// An edge with one slot: for each item its receiver is woken, and then its sender for the room.
pub fn one_slot() -> Workload {
    // So many that it is no matter how long the system leaves both threads on one processor at first: some 10 ms.
    const ITEMS: u64 = 500_000;
    Workload {
        name: "hand over and back, u64 through one edge, bound 1".to_owned(),
        items: ITEMS,
        rounds: 9,
        contenders: vec![
            Contender::new(OURS, || ours(ITEMS, 1)),
            Contender::new("crossbeam bounded(1)", || by_hand(ITEMS, 1)),
        ],
    }
}

/// A thread that makes the numbers and one that adds them up.
pub fn ours(items: u64, bound: usize) -> u64 {
    pipeline!(from(0..items) >> buffer(bound) >> fold(0, u64::wrapping_add))
        .run()
        .unwrap()
}

/// The same with a channel.
pub fn by_hand(items: u64, bound: usize) -> u64 {
    let (tx, rx) = bounded(bound);
    std::thread::scope(|s| {
        s.spawn(move || (0..items).for_each(|x| tx.send(x).unwrap()));
        rx.iter().fold(0, u64::wrapping_add)
    })
}

/// Three threads that start, find nothing and end.
pub fn start_and_end() -> Workload {
    const RUNS: u64 = 500;
    Workload {
        name: "start and end of a run of 3 threads without items, bound 1024".to_owned(),
        items: RUNS,
        rounds: 15,
        contenders: vec![
            Contender::new(OURS, || {
                (0..RUNS)
                    .map(|_| {
                        pipeline!(
                            from(0..0_u64) >> buffer(1024) >> map(|x| x) >> buffer(1024) >> count
                        )
                        .run()
                        .unwrap() as u64
                    })
                    .sum()
            }),
            Contender::new("std scope and crossbeam channels by hand", || {
                (0..RUNS)
                    .map(|_| {
                        let (tx0, rx0) = bounded::<u64>(1024);
                        let (tx1, rx1) = bounded::<u64>(1024);
                        std::thread::scope(|s| {
                            s.spawn(move || (0..0).for_each(|x| tx0.send(x).unwrap()));
                            s.spawn(move || rx0.iter().for_each(|x| tx1.send(x).unwrap()));
                            rx1.iter().count() as u64
                        })
                    })
                    .sum()
            }),
        ],
    }
}
