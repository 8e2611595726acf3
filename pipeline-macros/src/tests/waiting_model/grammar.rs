//! Random graphs of sources, splits, stages and joins, as text.

use super::Seed;
use std::fmt::Write;

/// A pipeline whose only mistakes can be waiting joins.
pub(super) fn pipeline(random: &mut Seed) -> String {
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    let mut names = 0;
    let mut name = || {
        names += 1;
        format!("s{names}")
    };
    for _ in 0..=random.below(2) {
        let source = name();
        let _ = writeln!(text, "let {source} = from(x){};", stages(random, 1));
        open.push(source);
    }
    for _ in 0..2 + random.below(5) {
        let stream = open.swap_remove(random.below(open.len()));
        match random.below(10) {
            0..=4 if open.len() < 6 => {
                let width = if random.chance(20) { 3 } else { 2 };
                let branches: Vec<String> = (0..width).map(|_| name()).collect();
                let split = match random.below(12) {
                    0 if width == 2 => "partition(p)",
                    1 if width == 2 => "unzip",
                    2 => "route(f)",
                    _ => "tee",
                };
                let _ = writeln!(text, "let ({}) = {stream} >> {split};", branches.join(", "));
                for branch in branches {
                    let longer = stages(random, 2);
                    if longer.is_empty() {
                        open.push(branch);
                        continue;
                    }
                    let next = name();
                    let _ = writeln!(text, "let {next} = {branch}{longer};");
                    open.push(next);
                }
            }
            _ if !open.is_empty() => {
                let mut joined = vec![stream];
                for _ in 0..=usize::from(random.chance(20)) {
                    if !open.is_empty() {
                        joined.push(open.swap_remove(random.below(open.len())));
                    }
                }
                let join =
                    ["zip", "zip", "zip", "zip", "concat", "fan_in", "prefer"][random.below(7)];
                let next = name();
                let _ = writeln!(
                    text,
                    "let {next} = ({}) >> {join}{};",
                    joined.join(", "),
                    stages(random, 1)
                );
                open.push(next);
            }
            _ => open.push(stream),
        }
    }
    for stream in open {
        let _ = writeln!(text, "{stream} >> for_each(drop);");
    }
    text
}

fn stages(random: &mut Seed, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(most + 1) {
        let k = 1 + random.below(3);
        let stage = match random.below(22) {
            0 => "filter(p)".to_owned(),
            1 => format!("skip({k})"),
            2 => format!("batch({k})"),
            3 => format!("step_by({k})"),
            4 | 5 => format!("buffer({k})"),
            6 => "take(4)".to_owned(),
            7 => "fan_out(2, ordered) >> map(f) >> fan_in".to_owned(),
            8 => "fan_out(2) >> map(f) >> fan_in".to_owned(),
            9 => "flat_map(f)".to_owned(),
            10 => format!("buffer({k}, drop_oldest)"),
            11 => "take_while(p)".to_owned(),
            12 => "through(f, rate = 1)".to_owned(),
            13 => "dedup".to_owned(),
            _ => "map(f)".to_owned(),
        };
        let _ = write!(text, " >> {stage}");
    }
    text
}
