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
    sum product min max first last find position any all send discard consume
);
hostile!(
    Machinery: flow section sink here feed_here feed deliver stream edge edge_of ordered region
    region_ordered region_here region_sink or_fail trying counting timed own of_parts value end
    unnamed scope join check run spawn clone
);
hostile!(OnIterators: batch dedup section or_fail map_init through tee fan_out);

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
