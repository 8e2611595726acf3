//! x
use pipewright::Done;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use std::ops::ControlFlow;
use std::time::Duration;

#[test]
fn joins() {
    let v: Vec<(u32, String)> = pipeline!({
        let (a, b) = from(0..100u32) >> tee;
        let b = b >> map(|x| x.to_string());
        (a, b) >> zip >> collect
    })
    .run()
    .unwrap();
    assert!(v.iter().all(|(a, b)| a.to_string() == *b) && v.len() == 100);
    let v: Vec<u32> = pipeline!({
        let a = from(0..10u32);
        let b = from(10..20u32) >> fan_out(2, ordered) >> map(|x| x) >> fan_in;
        let c = generate(|out| {
            for n in 20..30 {
                if out.push(n).is_err() {
                    return;
                }
            }
        });
        (a, b, c) >> concat >> collect
    })
    .run()
    .unwrap();
    assert_eq!(v, (0..30).collect::<Vec<_>>());
    let v: Vec<u32> = pipeline!({
        let a = from(0..10u32);
        let b = from(10..20u32);
        (a, b) >> prefer >> collect
    })
    .run()
    .unwrap();
    assert_eq!(v.len(), 20);
    let v: Vec<String> = pipeline!({
        let a = from(0..10u32);
        let b = from(["x", "y"]);
        (a, b)
            >> select(
                0u32,
                |n, a, out| {
                    *n += a;
                    let _ = out.push(format!("{a}"));
                },
                |_, b, out| {
                    let _ = out.push(b.to_string());
                    ControlFlow::Continue(())
                },
                at_end = |n, out| {
                    let _ = out.push(format!("total {n}"));
                },
            )
            >> collect
    })
    .run()
    .unwrap();
    assert_eq!(v.len(), 13);
    assert_eq!(v.last().unwrap(), "total 45");
}
#[test]
fn sources() {
    let clock = TestClock::new();
    let (closer, done) = Done::channel();
    let n = pipeline!(ticks(1s) >> take(0) >> count)
        .clock(&clock)
        .run()
        .unwrap();
    assert_eq!(n, 0);
    drop(closer);
    let n = pipeline!(ticks(1ms) >> or_done(done) >> count)
        .run()
        .unwrap();
    assert_eq!(n, 0);
    let n = pipeline!(ticks(1ms) >> or_done(Done::after(20ms)) >> count)
        .run()
        .unwrap();
    assert!(n > 0 && n < 25);
    let n = pipeline!(ticks(1ms) >> take(3) >> count).run().unwrap();
    assert_eq!(n, 3);
    let e = pipeline!(
        generate(|out| -> Result<(), String> {
            out.push(1u8).map_err(|e| e.to_string())?;
            Err("no".into())
        })? >> count
    )
    .run()
    .unwrap_err();
    assert_eq!(e.stage(), Some("generate"));
    let v = pipeline!(
        generate(|out| { (0..).try_for_each(|n: u64| out.push(n)) })?
            >> take(3)
            >> collect::<Vec<_>>()
    )
    .run()
    .unwrap();
    assert_eq!(v, [0, 1, 2]);
    let _ = Duration::ZERO;
}
#[test]
fn others() {
    let (a, b) = pipeline!({
        let (a, b) = from([(1u8, "x"), (2, "y")]) >> unzip;
        let a = a >> sum::<u8>();
        let b = b >> collect::<Vec<_>>();
        (a, b)
    })
    .run()
    .unwrap();
    assert_eq!((a, b), (3, vec!["x", "y"]));
    let (a, b, c) = pipeline!({
        let (a, b, c) = from(0..9usize) >> route(|x| x % 3);
        let a = a >> count;
        let b = b >> count;
        let c = c >> count;
        (a, b, c)
    })
    .run()
    .unwrap();
    assert_eq!((a, b, c), (3, 3, 3));
    let e = pipeline!({
        let (a, b) = from(0..9usize) >> route(|x| x % 3);
        let a = a >> count;
        let b = b >> count;
        (a, b)
    })
    .run()
    .unwrap_err();
    assert_eq!(e.item(), Some(2));
    let v: Vec<(u64, u64)> = pipeline!(
        from(0..1000u64)
            >> fan_out(3, by = |x| x % 10)
            >> map_init(
                || 0u64,
                |n, x| {
                    *n += 1;
                    (x % 10, x)
                }
            )
            >> fan_in
            >> collect
    )
    .run()
    .unwrap();
    for key in 0..10 {
        let mine: Vec<_> = v.iter().filter(|p| p.0 == key).map(|p| p.1).collect();
        assert!(mine.is_sorted() && mine.len() == 100);
    }
    let n = pipeline!(from(0..1000u64) >> fan_out(3, by = |x| x % 10) >> count)
        .run()
        .unwrap();
    assert_eq!(n, 1000);
    let n = pipeline!(from(0..1000u64) >> buffer(4, drop_oldest) >> collect::<Vec<_>>())
        .run()
        .unwrap();
    assert!(n.is_sorted() && n.last() == Some(&999));
    let n = pipeline!(from(0..1000u64) >> buffer(4, drop_newest) >> collect::<Vec<_>>())
        .run()
        .unwrap();
    assert!(n.is_sorted() && n.first() == Some(&0));
    let (tx, rx) = crossbeam_channel::bounded(10);
    for n in 0..10u8 {
        tx.send(n).unwrap();
    }
    drop(tx);
    let n = pipeline!(from([rx]) >> bridge >> count).run().unwrap();
    assert_eq!(n, 10);
}
trait Own: Iterator + Sized {
    fn own(self, n: u32) -> impl Iterator<Item = Self::Item> {
        let _ = n;
        self
    }
    fn lose(self) -> impl Iterator<Item = Self::Item> {
        self.skip(3)
    }
}
impl<I: Iterator> Own for I {}
#[test]
fn claims() {
    let n = pipeline!({
        let (a, b) = from(0..100u32) >> tee;
        let b = b >> own(3, rate = 1) >> through(|i| i.map(|x| x + 1), rate = 1);
        (a, b) >> zip >> count
    })
    .run()
    .unwrap();
    assert_eq!(n, 100);
    let e = pipeline!({
        let (a, b) = from(0..100u32) >> tee;
        let b = b >> lose(rate = 1);
        (a, b) >> zip >> count
    })
    .run()
    .unwrap_err();
    assert_eq!(e.stage(), Some("lose"));
}

#[test]
fn parts() {
    use pipewright::Part;
    let least = 3u32;
    let clean = pipeline!(|words: Stream<&str>| words
        >> filter(|w| !w.is_empty())
        >> map(|w| w.parse::<u32>())?
        >> map(|n| n.max(least))
        >> batch(2));
    let a: Vec<Vec<u32>> = pipeline!(from(["1", "", "5", "7"]) >> via(clean) >> collect)
        .run()
        .unwrap();
    assert_eq!(a, [vec![3, 5], vec![7]]);
    let b =
        pipeline!(from(["1", "", "x", "7"]) >> fan_out(2) >> via(clean) >> flatten >> sum::<u32>())
            .run()
            .unwrap_err();
    assert_eq!(b.stage(), Some("map"));
    fn f() -> impl Part<String, usize> {
        pipeline!(|s: Stream<String>| s >> map(|s| s.len()))
    }
    let h =
        pipeline!(move || from(vec![String::from("abc")]) >> via(f()) >> sum::<usize>()).spawn();
    assert_eq!(h.join().unwrap(), 3);
}
#[test]
fn graphs() {
    let g = pipeline!({
        let (rows, bad) =
            from(0..100u64) >> map(|x| if x % 10 == 0 { Err(x) } else { Ok(x) }) >> split_result;
        let (audit, work) = rows >> tee;
        audit >> for_each(|x| drop(x));
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
    .graph();
    println!("{g}\n{}", g.to_mermaid());
    let g = pipeline!({
        let (a, b) = from(0..100u32) >> tee;
        let b = b >> map(|x| x.to_string());
        (a, b)
            >> zip
            >> fan_out(3, by = |p| p.0)
            >> map(|x| x)
            >> fan_in
            >> fan_out(4, ordered)
            >> flat_map(|x| [x])
            >> fan_in
    })
    .graph();
    println!("{g}\n{}", g.to_mermaid());
}
