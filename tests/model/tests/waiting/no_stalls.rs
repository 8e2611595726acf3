//! While a thread is in user code, or waits for something outside, nothing is a stall, whoever else waits.

use pipewright::prelude::*;
use pipewright_model::model::channel::bounded;
use pipewright_model::{dawdle, explore};

#[test]
fn a_closure_that_waits_for_a_channel() {
    explore(|| {
        let (tx, rx) = bounded(1);
        let run = pipeline!(move || from(0..4_u64)
            >> buffer(1)
            >> map(move |n| {
                rx.recv().unwrap();
                n
            })
            >> buffer(1)
            >> count)
        .spawn();
        for _ in 0..4 {
            dawdle(30);
            tx.send(()).unwrap();
        }
        assert_eq!(run.join().unwrap(), 4);
    });
}

#[test]
fn a_closure_on_a_branch_that_a_zip_waits_for() {
    explore(|| {
        let (tx, rx) = bounded(1);
        let run = pipeline!(move || {
            let (a, b) = from(0..3_u64) >> tee;
            let b = b >> inspect(move |_| rx.recv().unwrap());
            (a, b) >> zip >> count
        })
        .capacity(1)
        .spawn();
        for _ in 0..3 {
            dawdle(30);
            tx.send(()).unwrap();
        }
        assert_eq!(run.join().unwrap(), 3);
    });
}

#[test]
fn a_closure_in_each_of_two_workers() {
    explore(|| {
        let (tx, rx) = bounded(1);
        let run = pipeline!(move || from(0..3_u64)
            >> fan_out(2)
            >> inspect(|_| rx.recv().unwrap())
            >> fan_in
            >> count)
        .capacity(1)
        .spawn();
        for _ in 0..3 {
            dawdle(20);
            tx.send(()).unwrap();
        }
        assert_eq!(run.join().unwrap(), 3);
    });
}

#[test]
fn a_source_and_a_sink_outside() {
    explore(|| {
        let ((tx, rx), (out, results)) = (bounded(1), bounded(1));
        let run = pipeline!(move || {
            let (a, b) = receive(rx) >> tee;
            (a, b) >> zip >> map(|(a, _)| a) >> send(out)
        })
        .capacity(1)
        .spawn();
        // All wait for an item, then all for room.
        dawdle(40);
        for n in 0..3_u64 {
            tx.send(n).unwrap();
        }
        drop(tx);
        dawdle(40);
        for n in 0..3 {
            assert_eq!(results.recv().unwrap(), n);
        }
        run.join().unwrap();
    });
}

#[test]
fn a_bridge_over_a_channel_that_is_quiet() {
    explore(|| {
        let (tx, inner) = bounded::<u64>(1);
        let run =
            pipeline!(move || from([inner]) >> buffer(1) >> bridge >> buffer(1) >> count).spawn();
        for n in 0..2_u64 {
            dawdle(20);
            tx.send(n).unwrap();
        }
        drop(tx);
        assert_eq!(run.join().unwrap(), 2);
    });
}

#[test]
fn an_iterator_whose_caller_takes_its_time() {
    explore(|| {
        let mut items = pipeline!(move || {
            let (a, b) = from(0..4_u64) >> tee;
            (a, b) >> zip >> map(|(a, _)| a)
        })
        .capacity(1)
        .iter();
        for n in 0..4 {
            dawdle(30);
            assert_eq!(items.next().unwrap().unwrap(), n);
        }
        assert!(items.next().is_none());
    });
}

#[test]
fn a_closure_that_takes_the_items_when_it_likes() {
    explore(|| {
        let all = pipeline!(from(0..4_u64) >> fan_out(2, ordered) >> map(|n| n) >> fan_in)
            .capacity(1)
            .with_iter(|items| {
                dawdle(40);
                items.inspect(|_| dawdle(10)).collect::<Vec<u64>>()
            });
        assert_eq!(all.unwrap(), [0, 1, 2, 3]);
    });
}

#[test]
fn a_run_inside_of_a_stage() {
    explore(|| {
        let inner = |n: u64| pipeline!(from(0..n) >> buffer(1) >> count).run().unwrap();
        let all: Vec<usize> =
            pipeline!(from(1..3_u64) >> buffer(1) >> map(inner) >> buffer(1) >> collect)
                .run()
                .unwrap();
        assert_eq!(all, [1, 2]);
    });
}
