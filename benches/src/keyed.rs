//! A region by key: every key on the worker that has it.

use crate::rounds::{Contender, OURS, Workload};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use std::hash::{BuildHasher, RandomState};

const ITEMS: u64 = 1_000_000;
const BOUND: usize = 1024;

fn key(item: &u64) -> u64 {
    item.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 54
}

pub fn region() -> Workload {
    Workload {
        name: format!("fan_out(2, by 1024 keys), nothing to do, bound {BOUND}"),
        items: ITEMS,
        rounds: 9,
        contenders: vec![
            Contender::new(OURS, || {
                pipeline!(
                    from(0..ITEMS)
                        >> fan_out(2, by = |item: &u64| key(item))
                        >> map(|x| x ^ 1)
                        >> fan_in
                        >> fold(0, u64::wrapping_add)
                )
                .capacity(BOUND)
                .run()
                .unwrap()
            }),
            Contender::new("crossbeam by hand, a channel a worker", by_hand),
        ],
    }
}

fn by_hand() -> u64 {
    let (tx0, rx0) = bounded(BOUND);
    let (tx1, rx1) = bounded(BOUND);
    let (out, results) = bounded(BOUND);
    let hasher = RandomState::new();
    std::thread::scope(|s| {
        s.spawn(move || {
            for x in 0..ITEMS {
                let worker = if hasher.hash_one(key(&x)) % 2 == 0 {
                    &tx0
                } else {
                    &tx1
                };
                worker.send(x).unwrap();
            }
        });
        for (rx, out) in [(rx0, out.clone()), (rx1, out)] {
            s.spawn(move || rx.iter().for_each(|x: u64| out.send(x ^ 1).unwrap()));
        }
        results.iter().fold(0, u64::wrapping_add)
    })
}
