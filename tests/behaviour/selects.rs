//! `select`: the for-select loop. One closure a stream, one state, and who ends it.

use crate::support::faults::{Fault, Planted, planted_in, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use pipewright::test::TestClock;
use pipewright::{Emitter, ErrorKind};
use std::ops::ControlFlow::{Break, Continue};
use std::time::Duration;

#[test]
fn all_closures_share_one_state_and_give_none_one_or_several_items() {
    watched(|| {
        let mut ends = 0;
        let all: Vec<String> = pipeline!({
            let numbers = from(1..=10_u64);
            let words = from(["a", "b", "c"]);
            let nothing = from(0..0_u8);
            (numbers, words, nothing)
                >> select(
                    (0, 0),
                    |(sum, _), n, _| *sum += n,
                    |(_, words), word, out| {
                        *words += 1;
                        out.push(word.to_owned()).unwrap();
                        out.push(word.repeat(2)).unwrap();
                    },
                    |(_, words), _, _| *words += 100,
                    at_end = |(sum, words), out| {
                        ends += 1;
                        out.push(format!("{sum} {words}")).unwrap();
                        out.push("end".to_owned()).unwrap();
                    },
                )
                >> collect
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!(all, ["a", "aa", "b", "bb", "c", "cc", "55 3", "end"]);
        assert_eq!(ends, 1);
    });
}

#[test]
fn inputs_that_always_have_items_get_a_fair_share() {
    watched(|| {
        let full = Gate::default();
        // The first item is held until every edge is full.
        let count = |n: &mut [u64; 3], input: usize, out: &mut Emitter<[u64; 3]>| {
            full.until_came(3 * 64);
            n[input] += 1;
            out.push(*n).unwrap();
        };
        let counts = pipeline!({
            let a = from(0_u64..) >> inspect(|_| full.note()) >> buffer(64);
            let b = from(0_u64..) >> inspect(|_| full.note()) >> buffer(64);
            let c = from(0_u64..) >> inspect(|_| full.note()) >> buffer(64);
            (a, b, c)
                >> select(
                    [0; 3],
                    |n, _, out| count(n, 0, out),
                    |n, _, out| count(n, 1, out),
                    |n, _, out| count(n, 2, out),
                )
                >> find(|n| n.iter().sum::<u64>() >= 120)?
        })
        .run()
        .unwrap();
        let all = counts.iter().sum::<u64>();
        assert!(counts.iter().all(|n| 4 * n >= all), "{counts:?}");
    });
}

#[test]
fn a_break_ends_it_and_runs_the_last_flush() {
    watched(|| {
        let ledger = Ledger::default();
        pipeline!({
            let a = from(ledger.source(0..));
            let b = from(ledger.source(1_000_000..));
            (a, b)
                >> select(
                    Vec::new(),
                    |held: &mut Vec<Tracked>, item, out| {
                        if held.len() == 5 {
                            out.push(item).unwrap();
                            return Break(());
                        }
                        held.push(item);
                        Continue(())
                    },
                    |_, _, _| (),
                    at_end = |held, out| held.into_iter().for_each(|item| out.push(item).unwrap()),
                )
                >> for_each(|item| ledger.deliver(item))
        })
        .capacity(2)
        .run()
        .unwrap();
        assert_eq!(ledger.delivered(), [5, 0, 1, 2, 3, 4]);
        ledger.assert_none_doubled();
    });
}

#[test]
fn it_ends_when_all_that_can_end_have_although_ticks_do_not() {
    watched(|| {
        let clock = TestClock::new();
        let (items, ticks) = pipeline!({
            let numbers = from(0..50_u64);
            let beat = ticks(1h);
            let more = from(0..3_u64);
            (beat, numbers, more)
                >> select(
                    (0, 0),
                    |(_, ticks), _, _| *ticks += 1,
                    |(items, _), _, _| *items += 1,
                    |(items, _), _, _| *items += 1,
                    at_end = |counts, out| out.push(counts).unwrap(),
                )
                >> first?
        })
        .clock(&clock)
        .run()
        .unwrap();
        assert_eq!((items, ticks), (53, 0));
    });
}

#[test]
fn a_tick_flushes_while_the_other_input_is_quiet() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        let (clock, taken) = (TestClock::new(), Gate::default());
        let (seen, own) = (taken.clone(), clock.clone());
        let sums = pipeline!(move || {
            let items = receive(rx);
            let beat = ticks(1s);
            (items, beat)
                >> select(
                    0,
                    |sum, n, _: &mut Emitter<u64>| {
                        *sum += n;
                        seen.note();
                    },
                    |sum, _, out| {
                        if *sum > 0 {
                            out.push(std::mem::take(sum)).unwrap();
                        }
                    },
                    at_end = |sum, out| out.push(1000 + sum).unwrap(),
                )
        });
        let mut sums = sums.clock(&own).iter();
        (1..=3).for_each(|n| tx.send(n).unwrap());
        taken.until_came(3);
        clock.advance(Duration::from_secs(1));
        assert_eq!(sums.next().unwrap().unwrap(), 6);
        tx.send(9).unwrap();
        drop(tx);
        assert_eq!(sums.next().unwrap().unwrap(), 1009);
        assert!(sums.next().is_none());
    });
}

#[test]
fn failures_and_panics_of_its_closures_are_the_runs() {
    watched(|| {
        let select = |fault: Fault, at_end: Fault| {
            pipeline!({
                let a = from(0..9_u64);
                let b = from(100..109_u64);
                (a, b)
                    >> select(
                        (),
                        |(), n, out| out.push(fault.at(n)).unwrap(),
                        |(), n, out| out.push(fault.at(n)).unwrap(),
                        at_end = |(), out| out.push(at_end.at(1)).unwrap(),
                    )?
                    >> count
            })
            .run()
        };
        assert_eq!(select(Fault::None, Fault::None).unwrap(), 19);
        for (fault, at_end, planted) in [
            (Fault::Error(3), Fault::None, 3),
            (Fault::Error(103), Fault::None, 103),
            (Fault::None, Fault::Error(1), 1),
        ] {
            let error = select(fault, at_end).unwrap_err();
            assert_eq!(planted_in(&error), Some(Planted(planted)));
            assert_eq!(error.stage(), Some("select"));
        }
        for (fault, at_end, planted) in [
            (Fault::Panic(3), Fault::None, 3),
            (Fault::Panic(103), Fault::None, 103),
            (Fault::None, Fault::Panic(1), 1),
        ] {
            let panic = planted_panic_of(|| select(fault, at_end));
            assert_eq!(panic, Planted(planted));
        }
    });
}

#[test]
fn cancel_reaches_it_while_all_its_inputs_are_quiet_and_flushes_nothing() {
    watched(|| {
        let (tx, rx) = crossbeam_channel::unbounded::<u64>();
        let (other, other_rx) = crossbeam_channel::unbounded::<u64>();
        let (seen, out) = (Gate::default(), Gate::default());
        let (note, flushed) = (seen.clone(), out.clone());
        tx.send(1).unwrap();
        let handle = pipeline!(move || {
            let a = receive(rx);
            let b = receive(other_rx);
            (a, b)
                >> select(
                    (),
                    |(), _, _: &mut Emitter<u64>| note.note(),
                    |(), _, _| (),
                    at_end = |(), out| out.push(1).unwrap(),
                )
                >> for_each(|_| flushed.note())
        })
        .spawn();
        seen.until_came(1);
        handle.control().cancel();
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
        assert_eq!(out.came(), 0);
        drop((tx, other));
    });
}

#[test]
fn an_input_that_panics_flushes_nothing_although_its_thread_still_unwinds() {
    struct Passes(Gate);
    impl Drop for Passes {
        fn drop(&mut self) {
            self.0.pass();
        }
    }
    watched(|| {
        let (ended, out) = (Gate::default(), Gate::default());
        // Dropped behind the edge, and until then the run knows of no panic: it waits for the end of the state.
        let unwinds = Passes(ended.clone());
        let state = OpensAtEnd(ended);
        let source = (0..2_u64).inspect(move |n| {
            let _ = &unwinds;
            if *n == 1 {
                Planted(1).panic();
            }
        });
        let run = || {
            pipeline!({
                let a = from(source);
                let b = from(0..1_u64);
                (a, b)
                    >> select(
                        state,
                        |_, _, _: &mut Emitter<u64>| (),
                        |_, _, _| (),
                        at_end = |_, _| out.note(),
                    )
                    >> count
            })
            .run()
        };
        assert_eq!(planted_panic_of(run), Planted(1));
        assert_eq!(out.came(), 0);
    });
}
