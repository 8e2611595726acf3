use pipewright::prelude::*;
use std::collections::{HashMap, HashSet};

#[test]
fn linear() {
    let v: Vec<u64> =
        pipeline!(from(0..10u64) >> map(|x| x * 2) >> filter(|x| x % 3 == 0) >> collect)
            .run()
            .unwrap();
    assert_eq!(v, [0, 6, 12, 18]);
    let e = pipeline!(from(["1", "x"]) >> map(|s| s.parse::<u8>())? >> sum::<u8>())
        .run()
        .unwrap_err();
    assert!(
        e.to_string()
            .starts_with("`map` failed on item 1 (tests/first.rs:")
    );
}
#[test]
fn regions() {
    let stop: HashSet<&str> = ["a"].into();
    let text = ["a b c", "b c", "c"];
    let counts: HashMap<String, usize> = pipeline!(
        from(text)
            >> fan_out(4)
            >> flat_map(|t| t.split(' '))
            >> filter(|w| !stop.contains(w))
            >> fan_in
            >> count_by(|w| w.to_string())
    )
    .run()
    .unwrap();
    assert_eq!(counts["c"], 3);
    let n = pipeline!(from(0..1000u64) >> fan_out(3) >> map(|x| x % 10) >> collect::<HashSet<_>>())
        .run()
        .unwrap();
    assert_eq!(n.len(), 10);
    let n = pipeline!(
        from(0..1000u64)
            >> fan_out(3)
            >> fold(0u64, |a, x| a + x)
            >> fan_in
            >> reduce(|a, b| a + b)
    )
    .run()
    .unwrap();
    assert_eq!(n, 499_500);
    let o: Vec<u64> = pipeline!(
        from(0..1000u64)
            >> fan_out(3, ordered)
            >> filter(|x| x % 3 != 0)
            >> flat_map(|x| [x, x])
            >> fan_in
            >> collect
    )
    .run()
    .unwrap();
    assert_eq!(
        o,
        (0..1000)
            .filter(|x| x % 3 != 0)
            .flat_map(|x| [x, x])
            .collect::<Vec<_>>()
    );
    let m = pipeline!(from(0..1000u64) >> fan_out >> map(|x| x) >> max?)
        .run()
        .unwrap();
    assert_eq!(m, 999);
    assert!(
        pipeline!(from(0..) >> fan_out(2) >> any(|x| x == 500))
            .run()
            .unwrap()
    );
}
#[test]
fn tree() {
    let mut log = Vec::new();
    let (stored, rejected) = pipeline!({
        let (rows, bad) =
            from(0..100u64) >> map(|x| if x % 10 == 0 { Err(x) } else { Ok(x) }) >> split_result;
        let (audit, work) = rows >> tee;
        audit >> for_each(|x| log.push(x));
        let rejected = bad >> batch(3) >> map(|b| b.len()) >> sum::<usize>();
        let even = work >> filter(|x| x % 2 == 0);
        let stored = even
            >> batch(7, 1s)
            >> fan_out(2)
            >> map(|b| b.len())
            >> fan_in
            >> buffer(8)
            >> sum::<usize>();
        (stored, rejected)
    })
    .run()
    .unwrap();
    assert_eq!((stored, rejected, log.len()), (40, 10, 90));
    let n = pipeline!({
        let (a, b) = from(0..10u32) >> partition(|x| x % 2 == 0);
        let a = a >> map(|x| x + 100);
        (a, b) >> fan_in >> for_each(|x| if x < 1000 { Ok(()) } else { Err("big") })?;
        let n = from(0..5) >> count;
        n
    })
    .run()
    .unwrap();
    assert_eq!(n, 5);
    let n: Vec<u64> = pipeline!(from(0u64..) >> buffer(4) >> take(3) >> collect)
        .run()
        .unwrap();
    assert_eq!(n, [0, 1, 2]);
}
trait Ext: Iterator + Sized {
    fn twice(self) -> impl Iterator<Item = Self::Item>
    where
        Self::Item: Clone,
    {
        self.flat_map(|x| [x.clone(), x])
    }
}
impl<I: Iterator> Ext for I {}
#[test]
fn others() {
    let v: Vec<u8> = pipeline!(from([1u8, 2]) >> twice >> Ext::twice() >> collect)
        .run()
        .unwrap();
    assert_eq!(v.len(), 8);
    let h = pipeline!(move || from(vec![1u8, 2]) >> buffer(1) >> sum::<u8>()).spawn();
    assert_eq!(h.join().unwrap(), 3);
    let items: Result<Vec<u64>, _> =
        pipeline!(move || from(0u64..100) >> fan_out(2) >> map(|x| x + 1) >> fan_in)
            .iter()
            .collect();
    assert_eq!(items.unwrap().len(), 100);
    let local = vec![1u8, 2, 3];
    let n = pipeline!(from(&local) >> copied)
        .with_iter(|items| items.map(u32::from).sum::<u32>())
        .unwrap();
    assert_eq!(n, 6);
    let s = pipeline!(
        from(0..10u64)
            >> scan(0u64, |a, x| {
                *a += x;
                Some(*a)
            })
            >> last?
    )
    .run()
    .unwrap();
    assert_eq!(s, 45);
}
#[derive(Debug)]
enum Mine {
    Parse,
    Run,
}
impl From<std::num::ParseIntError> for Mine {
    fn from(_: std::num::ParseIntError) -> Self {
        Mine::Parse
    }
}
impl From<pipewright::Error> for Mine {
    fn from(_: pipewright::Error) -> Self {
        Mine::Run
    }
}
#[test]
fn typed() {
    let r = pipeline!({
        type Error = Mine;
        from(["x"]) >> map(|s| s.parse::<u8>())? >> count
    })
    .run();
    assert!(matches!(r, Err(Mine::Parse)));
    let n = 0;
    let r = pipeline!({
        type Error = Mine;
        from(["x"]) >> fan_out(n) >> map(|s| s) >> count
    })
    .run();
    assert!(matches!(r, Err(Mine::Run)));
}
