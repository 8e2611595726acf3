//! Three threads, two edges, trivial stages: what an edge costs.

use crate::rounds::{Contender, OURS, Workload};
use crossbeam_channel::{Receiver, Sender, bounded};
use pipewright::prelude::*;
use rayon::prelude::*;
use rtrb::{Consumer, Producer, PushError, RingBuffer};
use std::sync::mpsc::sync_channel;
use std::thread::yield_now;

const ITEMS: u64 = 2_000_000;
/// How many items travel together where they are chunked by hand.
const CHUNK: usize = 256;

fn workload(name: String, items: u64, contenders: Vec<Contender>) -> Workload {
    Workload {
        name,
        items,
        rounds: 11,
        contenders,
    }
}

/// Of `u64`.
pub fn numbers(bound: usize) -> Workload {
    workload(
        format!("3-thread chain of u64, bound {bound}"),
        ITEMS,
        vec![
            Contender::new(OURS, move || ours(bound)),
            Contender::new("crossbeam by hand, an item at a time", move || {
                by_hand(bound)
            }),
            Contender::new("crossbeam by hand, recycled chunks", move || chunked(bound)),
            Contender::new("rtrb by hand (yields, never sleeps)", move || {
                with_rings(bound)
            }),
            Contender::new("std sync_channel by hand", move || with_std(bound)),
            Contender::new("tokio mpsc, 2 worker threads", move || with_tokio(bound)),
            Contender::new("rayon par_bridge (no bound, no order)", with_rayon),
            Contender::new("timely, 2 workers (no bound, no order)", || {
                crate::dataflow::chain(ITEMS)
            }),
            Contender::new("pariter parallel_map, 1 worker", with_pariter),
        ],
    )
}

/// The bound that nobody chose.
pub fn default_bound() -> Workload {
    workload(
        "3-thread chain of u64, default bound (4096)".to_owned(),
        ITEMS,
        vec![
            Contender::new(OURS, || {
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
            Contender::new("crossbeam by hand, an item at a time", || by_hand(4096)),
        ],
    )
}

/// Of 64 bytes each.
pub fn blocks(bound: usize) -> Workload {
    workload(
        format!("3-thread chain of 64-byte items, bound {bound}"),
        ITEMS / 2,
        passing(bound, |n| [n; 8], |block| block[3]),
    )
}

/// Of `String`s that the first thread makes and the last one frees.
pub fn strings(bound: usize) -> Workload {
    workload(
        format!("3-thread chain of String, bound {bound}"),
        ITEMS / 4,
        passing(bound, |n| n.to_string(), |text| text.len() as u64),
    )
}

/// Items are made, passed on and read.
fn passing<T: Send + 'static>(
    bound: usize,
    make: fn(u64) -> T,
    read: fn(&T) -> u64,
) -> Vec<Contender> {
    let items = if size_of::<T>() == 64 {
        ITEMS / 2
    } else {
        ITEMS / 4
    };
    vec![
        Contender::new(OURS, move || {
            pipeline!(
                from(0..items)
                    >> map(make)
                    >> buffer(bound)
                    >> map(|item| item)
                    >> buffer(bound)
                    >> map(|item| read(&item))
                    >> fold(0, u64::wrapping_add)
            )
            .run()
            .unwrap()
        }),
        Contender::new("crossbeam by hand, an item at a time", move || {
            let (tx0, rx0) = bounded(bound);
            let (tx1, rx1) = bounded(bound);
            std::thread::scope(|s| {
                s.spawn(move || (0..items).for_each(|n| tx0.send(make(n)).unwrap()));
                s.spawn(move || rx0.iter().for_each(|item| tx1.send(item).unwrap()));
                rx1.iter()
                    .map(|item| read(&item))
                    .fold(0, u64::wrapping_add)
            })
        }),
    ]
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

/// As somebody writes it who knows that an item at a time is slow: chunks of up to 256 that go back to be filled again.
fn chunked(bound: usize) -> u64 {
    let size = CHUNK.min(bound / 4);
    let chunks = bound / size;
    let (tx0, rx0, back0) = recycled(chunks, size);
    let (tx1, rx1, back1) = recycled(chunks, size);
    let (to_back0, from_back0) = back0;
    let (to_back1, from_back1) = back1;
    std::thread::scope(|s| {
        s.spawn(move || {
            let mut chunk: Vec<u64> = from_back0.recv().unwrap();
            for x in 0..ITEMS {
                chunk.push(x.wrapping_mul(3));
                if chunk.len() == size {
                    tx0.send(chunk).unwrap();
                    chunk = from_back0.recv().unwrap();
                }
            }
            tx0.send(chunk).unwrap();
        });
        s.spawn(move || {
            for mut chunk in rx0 {
                let mut out: Vec<u64> = from_back1.recv().unwrap();
                out.extend(chunk.drain(..).map(|x| x ^ 1));
                let _ = to_back0.send(chunk);
                tx1.send(out).unwrap();
            }
        });
        let mut sum = 0_u64;
        for mut chunk in rx1 {
            let kept = chunk.drain(..).filter(|x| x % 7 != 0);
            sum = kept.fold(sum, u64::wrapping_add);
            let _ = to_back1.send(chunk);
        }
        sum
    })
}

type Ends = (Sender<Vec<u64>>, Receiver<Vec<u64>>);

fn recycled(chunks: usize, size: usize) -> (Sender<Vec<u64>>, Receiver<Vec<u64>>, Ends) {
    let (tx, rx) = bounded(chunks);
    let back = bounded(chunks + 2);
    for _ in 0..chunks {
        back.0.send(Vec::with_capacity(size)).unwrap();
    }
    (tx, rx, back)
}

/// Nothing but rings: no sleep, no cancel, no count; who waits yields.
fn with_rings(bound: usize) -> u64 {
    let (mut tx0, mut rx0) = RingBuffer::new(bound);
    let (mut tx1, mut rx1) = RingBuffer::new(bound);
    std::thread::scope(|s| {
        s.spawn(move || (0..ITEMS).for_each(|x| put(&mut tx0, x.wrapping_mul(3))));
        s.spawn(move || {
            while let Some(x) = take(&mut rx0) {
                put(&mut tx1, x ^ 1);
            }
        });
        std::iter::from_fn(|| take(&mut rx1))
            .filter(|x| x % 7 != 0)
            .fold(0, u64::wrapping_add)
    })
}

fn put(tx: &mut Producer<u64>, mut item: u64) {
    while let Err(PushError::Full(back)) = tx.push(item) {
        item = back;
        yield_now();
    }
}

fn take(rx: &mut Consumer<u64>) -> Option<u64> {
    loop {
        if let Ok(item) = rx.pop() {
            return Some(item);
        }
        if rx.is_abandoned() {
            return rx.pop().ok();
        }
        yield_now();
    }
}

fn with_std(bound: usize) -> u64 {
    let (tx0, rx0) = sync_channel(bound);
    let (tx1, rx1) = sync_channel(bound);
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

fn with_tokio(bound: usize) -> u64 {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .build()
        .unwrap();
    runtime.block_on(async {
        let (tx0, mut rx0) = tokio::sync::mpsc::channel(bound);
        let (tx1, mut rx1) = tokio::sync::mpsc::channel(bound);
        tokio::spawn(async move {
            for x in 0..ITEMS {
                tx0.send(x.wrapping_mul(3)).await.unwrap();
            }
        });
        tokio::spawn(async move {
            while let Some(x) = rx0.recv().await {
                tx1.send(x ^ 1).await.unwrap();
            }
        });
        let mut sum = 0_u64;
        while let Some(x) = rx1.recv().await {
            if x % 7 != 0 {
                sum = sum.wrapping_add(x);
            }
        }
        sum
    })
}

fn with_rayon() -> u64 {
    (0..ITEMS)
        .map(|x| x.wrapping_mul(3))
        .par_bridge()
        .map(|x| x ^ 1)
        .filter(|x| x % 7 != 0)
        .fold(|| 0, u64::wrapping_add)
        .reduce(|| 0, u64::wrapping_add)
}

fn with_pariter() -> u64 {
    use pariter::IteratorExt;
    (0..ITEMS)
        .map(|x| x.wrapping_mul(3))
        .parallel_map_custom(|o| o.threads(1), |x| x ^ 1)
        .filter(|x| x % 7 != 0)
        .fold(0, u64::wrapping_add)
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
