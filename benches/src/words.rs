//! Counting the words of 200 MB of text whose vocabulary is distributed as Zipf found.

use crate::random::Random;
use crate::rounds::{Contender, ONE_THREAD, OURS, Workload};
use crossbeam_channel::bounded;
use pipewright::prelude::*;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

const BYTES: usize = 200 << 20;
const WORDS: usize = 50_000;
/// What travels at once: so much text, cut at a line's end.
const BLOCK: usize = 256 << 10;

type Counts<'a> = HashMap<&'a str, u64>;

/// Lines of ten words; the word of rank `r` comes as often as 1 / `r`.
fn text() -> String {
    let words: Vec<String> = (0..WORDS)
        .map(|rank| format!("w{:x}", rank * 7919))
        .collect();
    let mut numbers = Random(0x9e37_79b9_7f4a_7c15);
    let mut random = || (numbers.next() >> 11) as f64 / (1_u64 << 53) as f64;
    let mut text = String::with_capacity(BYTES + 256);
    let mut column = 0;
    while text.len() < BYTES {
        // The inverse of the logarithm that sums up 1 / rank.
        let rank = (WORDS as f64).powf(random()) as usize - 1;
        text.push_str(&words[rank.min(WORDS - 1)]);
        column += 1;
        text.push(if column % 10 == 0 { '\n' } else { ' ' });
    }
    text
}

/// The text in blocks that end with a line.
fn blocks(text: &str) -> impl Iterator<Item = &str> + Send {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.len().min(BLOCK);
        let end = rest[at..].find('\n').map_or(rest.len(), |end| at + end + 1);
        let (block, behind) = rest.split_at(end);
        rest = behind;
        (!block.is_empty()).then_some(block)
    })
}

fn add<'a>(mut counts: Counts<'a>, block: &'a str) -> Counts<'a> {
    for word in block.split_ascii_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

fn merge<'a>(mut all: Counts<'a>, other: Counts<'a>) -> Counts<'a> {
    for (word, count) in other {
        *all.entry(word).or_default() += count;
    }
    all
}

/// Something that depends on every count.
fn check(counts: &Counts<'_>) -> u64 {
    counts
        .iter()
        .map(|(word, count)| count * word.len() as u64)
        .fold(counts.len() as u64, u64::wrapping_add)
}

pub fn count() -> Workload {
    let text: Arc<str> = text().into();
    let texts: [Arc<str>; 4] = std::array::from_fn(|_| Arc::clone(&text));
    let [ours, by_hand, rayons, one] = texts;
    Workload {
        name: "word count, 200 MB, Zipf vocabulary of 50,000 words".to_owned(),
        items: blocks(&text).count() as u64,
        rounds: 11,
        contenders: vec![
            Contender::new(OURS, move || {
                let counts = pipeline!(
                    from(blocks(&ours))
                        >> fan_out(2)
                        >> fold(Counts::new(), add)
                        >> fan_in
                        >> reduce(merge)
                )
                .run()
                .unwrap();
                check(&counts)
            }),
            Contender::new("threads and a channel by hand", move || {
                let (tx, rx) = bounded(16);
                let counts = std::thread::scope(|s| {
                    let workers = [rx.clone(), rx]
                        .map(|rx| s.spawn(move || rx.iter().fold(Counts::new(), add)));
                    blocks(&by_hand).for_each(|block| tx.send(block).unwrap());
                    drop(tx);
                    let parts = workers.map(|worker| worker.join().unwrap());
                    parts.into_iter().reduce(merge).unwrap()
                });
                check(&counts)
            }),
            Contender::new("rayon par_bridge, fold and reduce", move || {
                let parts = blocks(&rayons).par_bridge().fold(Counts::new, add);
                check(&parts.reduce(Counts::new, merge))
            }),
            Contender::new(ONE_THREAD, move || {
                check(&blocks(&one).fold(Counts::new(), add))
            }),
        ],
    }
}
