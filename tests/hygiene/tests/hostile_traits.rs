//! Traits in scope whose methods have the names of stages, for every type there is.
#![allow(dead_code, reason = "what is declared here is in the way, not of use")]

use pipewright::prelude::*;

macro_rules! hostile {
    ($name:ident: $($method:ident)*) => {
        trait $name: Sized {
            $(fn $method(self) -> ! {
                panic!("a method of the user's was called");
            })*
        }
    };
}

hostile!(
    Stages: map filter filter_map flat_map flatten cloned copied inspect scan enumerate take
    take_while map_while skip skip_while step_by dedup map_init try_map_init through batch fan_out
    fan_in buffer tee split_result partition collect for_each fold reduce count count_by fold_by
    sum product min max first last find position any all send discard consume zip concat prefer
    select at_end bridge or_done via unzip route ticks generate
);
hostile!(
    Machinery: flow section sink here feed_here feed deliver stream edge edge_of ordered region
    region_ordered region_here region_sink or_fail trying counting timed own of_parts value end
    unnamed scope join check run spawn clone keyed at_edge claiming claimed
    without_waiting_for drop_oldest drop_newest begin attach open
);
hostile!(OnIterators: batch dedup section or_fail map_init through tee fan_out bridge or_done via claiming claimed);

impl<T> Stages for T {}
impl<T> Machinery for T {}
impl<I: Iterator> OnIterators for I {}

#[test]
fn a_graph_is_made_of_our_methods() {
    let items = [Ok(1), Err("x"), Ok(2), Ok(2)];
    let mut log = Vec::new();
    let ends = pipeline!({
        let (rows, bad) = from(items) >> buffer(2) >> split_result;
        let (audit, work) = rows >> tee;
        audit >> for_each(|n| log.push(n));
        let more = from([3, 4]);
        let bad = bad >> inspect(|_| ()) >> discard;
        let both = (work, more) >> fan_in;
        let total = both
            >> batch(2, 1s)
            >> flatten
            >> fan_out(2)
            >> map(Some)?
            >> fold(0, |sum, n| sum + n)
            >> fan_in
            >> reduce(|a, b| a + b);
        (bad, total)
    });
    assert_eq!(ends.run().unwrap(), (1, 12));
    assert_eq!(log, [1, 2, 2]);
}

#[test]
fn chains_are_made_of_our_methods() {
    let ends = pipeline!({
        let words = from(&["b", "a", "a"]) >> cloned >> dedup >> enumerate >> batch(2);
        let words: Vec<_> = words >> collect;
        let most = from(0..9) >> fan_out(2, ordered) >> filter(|n| n % 2 == 0) >> fan_in >> max?;
        let parsed = from(["1"]) >> filter_map(|text| Some(text.parse::<u8>()))? >> last?;
        let merged = from(0..9) >> fan_out(2) >> any(|n| n == 3);
        from(0..9u8) >> for_each(|n| n.checked_add(1).map(|_| ()))?;
        (words.len(), most, parsed, merged)
    });
    assert_eq!(ends.run().unwrap(), (1, 8, 1, true));
}

#[test]
fn an_open_tail_is_made_of_our_methods() {
    let mut items = pipeline!(move || from(0..9) >> fan_out(2) >> map(|n| n + 1) >> fan_in).iter();
    assert!(items.next().unwrap().is_ok());
}

#[test]
fn joins_and_parts_are_made_of_our_methods() {
    let part = pipeline!(|numbers: Stream<u64>| numbers >> map(|n| n + 1) >> skip(1));
    let (tx, rx) = crossbeam_channel::unbounded();
    let _ = tx.try_send(5_u64);
    std::mem::drop(tx);
    let ends = pipeline!({
        let (a, b) = from([(1_u64, 2_u64), (3, 4)]) >> unzip;
        let (few, rest) = (a, b) >> zip >> route(|pair| usize::from(pair.0 > 1));
        let one = from(0..0_u64) >> map(|n| (n, n));
        let pushed = generate(|out| out.push((9, 9)));
        let pushed = (one, pushed) >> prefer;
        let more = from([rx]) >> bridge >> or_done(Done::or([]));
        let beat = ticks(1h);
        let rest = rest >> fan_out(2, by = |pair| pair.0) >> through(|items| items) >> fan_in;
        let both = (few, rest) >> fan_in;
        let all = (both, pushed) >> concat >> buffer(9, drop_oldest) >> buffer(9, drop_newest);
        let sums = (all, more, beat)
            >> select(
                0,
                |sum, pair: (u64, u64), out| {
                    *sum += pair.1;
                    let _ = out.push(pair.0);
                },
                |sum, n, _| *sum += n,
                |_, _, _| (),
                at_end = |sum, out| assert_eq!(out.push(sum), Ok(())),
            )
            >> via(part);
        sums >> sum::<u64>()
    });
    // 1 and 3 in some order, 9, then 20; all one more, and the first is left out.
    let sum = ends.run().unwrap();
    assert!([33, 35].contains(&sum), "{sum}");
}
