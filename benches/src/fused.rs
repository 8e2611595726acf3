//! A chain without a boundary: it should cost what the loop by hand costs.

use crate::rounds::{Contender, Workload};
use pipewright::prelude::*;
use std::hint::black_box;
use std::sync::Arc;

const ITEMS: u64 = 100_000_000;

/// `map`, `filter`, `map`, `fold` over integers from memory.
pub fn plain() -> Workload {
    let items: Arc<[u32]> = (0..ITEMS as u32).collect();
    let (by_hand, ours) = (Arc::clone(&items), items);
    Workload {
        name: "fused chain: map, filter, map, fold".to_owned(),
        items: ITEMS,
        rounds: 15,
        contenders: vec![
            Contender::new("Iterator by hand", move || {
                let items = black_box(&by_hand[..]);
                black_box(
                    items
                        .iter()
                        .map(|x| x ^ (x >> 3))
                        .filter(|x| x & 1 == 0)
                        .map(|x| u64::from(x) * 3)
                        .fold(0_u64, u64::wrapping_add),
                )
            }),
            Contender::new("pipewright", move || {
                let items = black_box(&ours[..]);
                black_box(
                    pipeline!(
                        from(items)
                            >> map(|x| x ^ (x >> 3))
                            >> filter(|x| x & 1 == 0)
                            >> map(|x| u64::from(x) * 3)
                            >> fold(0_u64, u64::wrapping_add)
                    )
                    .run()
                    .unwrap(),
                )
            }),
        ],
    }
}

/// The same with a stage that may fail, at about 2 ns an item.
pub fn failing() -> Workload {
    let items: Arc<[String]> = (0..ITEMS / 20)
        .map(|n| format!("{:05}", n % 100_000))
        .collect();
    let (by_hand, ours) = (Arc::clone(&items), items);
    Workload {
        name: "fused chain with `?`: hash 5 bytes".to_owned(),
        items: ITEMS / 20,
        rounds: 25,
        contenders: vec![
            Contender::new("loop by hand", move || {
                let mut sum = 0_u64;
                for item in black_box(&by_hand[..]) {
                    let Ok(hash) = fnv(item) else { return 0 };
                    let hash = hash.wrapping_mul(3);
                    if hash & 1 == 0 {
                        sum = sum.wrapping_add(hash);
                    }
                }
                sum
            }),
            Contender::new("pipewright", move || {
                let items = black_box(&ours[..]);
                pipeline!(
                    from(items)
                        >> map(fnv)?
                        >> map(|hash| hash.wrapping_mul(3))
                        >> filter(|hash| hash & 1 == 0)
                        >> fold(0_u64, u64::wrapping_add)
                )
                .run()
                .unwrap()
            }),
        ],
    }
}

fn fnv(text: &String) -> Result<u64, std::fmt::Error> {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        if byte == 0 {
            return Err(std::fmt::Error);
        }
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    Ok(hash)
}
