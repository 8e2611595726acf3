//! Log analysis: parse lines, and per service count, add up and look for the slowest, of those that are not `DEBUG`.

use crate::random::Random;
use crate::rounds::{Contender, ONE_THREAD, OURS, Workload};
use crossbeam_channel::{Receiver, bounded};
use pipewright::prelude::*;
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

const LINES: usize = 1_000_000;
/// How many lines travel at once.
const BLOCK: usize = 512;
const SERVICES: [&str; 6] = ["auth", "cart", "mail", "pay", "search", "users"];
const LEVELS: [&str; 5] = ["INFO", "DEBUG", "INFO", "WARN", "ERROR"];

#[derive(Clone, Copy, Default)]
struct Service {
    lines: u64,
    errors: u64,
    micros: u64,
    slowest: u64,
}

type Services<'a> = HashMap<&'a str, Service>;

fn lines() -> Vec<String> {
    let mut numbers = Random(0x2545_f491_4f6c_dd1d);
    let mut random = move |below: u64| (numbers.next() >> 20) % below;
    let line = |at| {
        let (service, level) = (random(6) as usize, random(5) as usize);
        let (id, micros) = (random(1 << 32), random(90_000) + 100);
        format!(
            "2026-03-{:02}T{:02}:{:02}:{:02}.{:03}Z {} {} request id={id:08x} took={micros}us",
            1 + at / 86_400 % 28,
            at / 3600 % 24,
            at / 60 % 60,
            at % 60,
            at % 1000,
            LEVELS[level],
            SERVICES[service],
        )
    };
    (0..LINES).map(line).collect()
}

/// Level, service and microseconds of a line.
fn parse(line: &str) -> Option<(&str, &str, u64)> {
    let mut words = line.split_ascii_whitespace();
    let (_time, level, service) = (words.next()?, words.next()?, words.next()?);
    let took = words.last()?.strip_prefix("took=")?.strip_suffix("us")?;
    Some((level, service, took.parse().ok()?))
}

fn add<'a>(mut services: Services<'a>, line: &'a str) -> Services<'a> {
    if let Some((level, name, micros)) = parse(line)
        && level != "DEBUG"
    {
        let service = services.entry(name).or_default();
        service.lines += 1;
        service.errors += u64::from(level == "ERROR");
        service.micros += micros;
        service.slowest = service.slowest.max(micros);
    }
    services
}

fn merge<'a>(mut all: Services<'a>, other: Services<'a>) -> Services<'a> {
    for (name, service) in other {
        let sum = all.entry(name).or_default();
        sum.lines += service.lines;
        sum.errors += service.errors;
        sum.micros += service.micros;
        sum.slowest = sum.slowest.max(service.slowest);
    }
    all
}

/// Something that depends on every line.
fn check(services: &Services<'_>) -> u64 {
    let number = |it: &Service| it.lines ^ it.errors << 20 ^ it.micros ^ it.slowest << 40;
    services.values().map(number).fold(0, u64::wrapping_add)
}

fn of_blocks(blocks: Receiver<&[String]>) -> Services<'_> {
    let lines = blocks.into_iter().flatten().map(String::as_str);
    lines.fold(Services::new(), add)
}

pub fn analysis() -> Workload {
    let lines: Arc<[String]> = lines().into();
    let texts: [Arc<[String]>; 5] = std::array::from_fn(|_| Arc::clone(&lines));
    let [ours, in_blocks, by_hand, rayons, one] = texts;
    Workload {
        name: "log analysis, 1,000,000 lines, 2 workers".to_owned(),
        items: LINES as u64,
        rounds: 7,
        contenders: vec![
            Contender::new(OURS, move || {
                let services = pipeline!(
                    from(ours.iter().map(String::as_str))
                        >> fan_out(2)
                        >> fold(Services::new(), add)
                        >> fan_in
                        >> reduce(merge)
                );
                check(&services.run().unwrap())
            }),
            Contender::new("pipewright, blocks of 512 lines", move || {
                let services = pipeline!(
                    from(in_blocks.chunks(BLOCK))
                        >> fan_out(2)
                        >> flatten
                        >> map(String::as_str)
                        >> fold(Services::new(), add)
                        >> fan_in
                        >> reduce(merge)
                );
                check(&services.run().unwrap())
            }),
            Contender::new("threads and a channel by hand, blocks of 512", move || {
                let (tx, rx) = bounded::<&[String]>(16);
                let services = std::thread::scope(|s| {
                    let workers = [rx.clone(), rx].map(|rx| s.spawn(move || of_blocks(rx)));
                    by_hand
                        .chunks(BLOCK)
                        .for_each(|lines| tx.send(lines).unwrap());
                    drop(tx);
                    let parts = workers.map(|worker| worker.join().unwrap());
                    parts.into_iter().reduce(merge).unwrap()
                });
                check(&services)
            }),
            Contender::new("rayon par_bridge, fold and reduce", move || {
                let lines = rayons.iter().map(String::as_str).par_bridge();
                check(&lines.fold(Services::new, add).reduce(Services::new, merge))
            }),
            Contender::new(ONE_THREAD, move || {
                check(&one.iter().map(String::as_str).fold(Services::new(), add))
            }),
        ],
    }
}
