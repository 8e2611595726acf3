//! Three threads, two edges, trivial stages: what an edge costs.

use crate::rounds::{Contender, Workload};
use crossbeam_channel::bounded;
use pipewright::prelude::*;

const ITEMS: u64 = 2_000_000;

pub fn bound_1024() -> Workload {
    chain(1024)
}

pub fn bound_64() -> Workload {
    chain(64)
}

fn chain(bound: usize) -> Workload {
    Workload {
        name: format!("3-thread chain of u64, bound {bound}"),
        items: ITEMS,
        rounds: 15,
        contenders: vec![
            Contender::new("crossbeam by hand, per item", move || by_hand(bound)),
            Contender::new("pipewright", move || ours(bound)),
        ],
    }
}

/// The bound that nobody chose.
pub fn default_bound() -> Workload {
    Workload {
        name: "3-thread chain of u64, default bound against 4096".to_owned(),
        items: ITEMS,
        rounds: 15,
        contenders: vec![
            Contender::new("crossbeam by hand, per item", || by_hand(4096)),
            Contender::new("pipewright", || {
                pipeline!(
                    from(0..ITEMS)
                        >> map(|x| x.wrapping_mul(3))
                        >> fan_out(1)
                        >> map(|x| x ^ 1)
                        >> fan_in
                        >> filter(|x| x % 7 != 0)
                        >> fold(0, u64::wrapping_add)
                )
                .run()
                .unwrap()
            }),
        ],
    }
}

fn by_hand(bound: usize) -> u64 {
    let (tx0, rx0) = bounded(bound);
    let (tx1, rx1) = bounded(bound);
    std::thread::scope(|s| {
        s.spawn(move || {
            for x in 0..ITEMS {
                tx0.send(x.wrapping_mul(3)).unwrap();
            }
        });
        s.spawn(move || {
            for x in rx0 {
                tx1.send(x ^ 1).unwrap();
            }
        });
        rx1.iter().filter(|x| x % 7 != 0).fold(0, u64::wrapping_add)
    })
}

fn ours(bound: usize) -> u64 {
    pipeline!(
        from(0..ITEMS)
            >> map(|x| x.wrapping_mul(3))
            >> buffer(bound)
            >> map(|x| x ^ 1)
            >> buffer(bound)
            >> filter(|x| x % 7 != 0)
            >> fold(0, u64::wrapping_add)
    )
    .run()
    .unwrap()
}
