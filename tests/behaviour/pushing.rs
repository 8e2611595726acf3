//! `generate`: a closure that pushes its items, on a thread of its own, until nobody listens any more.

use crate::support::faults::{Planted, planted_in, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::Ledger;
use crate::support::watchdog::watched;
use pipewright::prelude::*;
use pipewright::{ErrorKind, Stopped};

#[test]
fn what_it_pushes_are_the_items_in_order() {
    watched(|| {
        let ledger = Ledger::default();
        pipeline!(
            generate(|out| {
                for n in 0..100 {
                    out.push(ledger.item(n)).unwrap();
                }
            }) >> for_each(|item| ledger.deliver(item))
        )
        .capacity(1)
        .run()
        .unwrap();
        assert!(ledger.delivered().into_iter().eq(0..100));
        ledger.assert_all_delivered(1);

        let nothing = pipeline!(generate(|_: &mut pipewright::Emitter<u8>| ()) >> count);
        assert_eq!(nothing.run().unwrap(), 0);
        let workers = pipeline!(
            generate(|out| (0..50_u64).try_for_each(|n| out.push(n)))?
                >> fan_out(3)
                >> map(|n| n)
                >> sum::<u64>()
        );
        assert_eq!(workers.run().unwrap(), 1225);
    });
}

#[test]
fn it_is_called_on_a_thread_of_its_own_while_what_is_behind_works() {
    watched(|| {
        let (asks, answers) = crossbeam_channel::bounded(0);
        let (mut asks, caller) = (Some(asks), std::thread::current().id());
        let all: Vec<u64> = pipeline!(
            generate(|out| {
                assert_ne!(std::thread::current().id(), caller);
                out.push(0).unwrap();
                // Only when the item has been seen does the next one come.
                while let Ok(n) = answers.recv() {
                    out.push(n).unwrap();
                }
            }) >> take_while(|n| *n < 5)
                >> inspect(|n| if *n < 4 {
                    asks.as_ref().unwrap().send(n + 1).unwrap();
                } else {
                    drop(asks.take());
                })
                >> take(5)
                >> collect
        )
        .run()
        .unwrap();
        assert_eq!(all, [0, 1, 2, 3, 4]);
    });
}

#[test]
fn a_push_says_that_nobody_listens_any_more_and_the_item_is_dropped() {
    watched(|| {
        let (ledger, stops) = (Ledger::default(), Gate::default());
        let pushed = pipeline!({
            let (few, fewer) = generate(|out| {
                let mut at = 0;
                while out.push(ledger.item(at)).is_ok() {
                    at += 1;
                }
                stops.note();
                // Once stopped, it stays so.
                assert_eq!(out.push(ledger.item(at + 1)), Err(Stopped));
            }) >> tee;
            fewer >> take(2) >> for_each(drop);
            few >> take(5) >> count
        })
        .capacity(2)
        .run()
        .unwrap();
        assert_eq!((pushed, stops.came()), (5, 1));
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_failure_is_the_runs_with_its_stage_and_being_stopped_is_none() {
    watched(|| {
        let failing = pipeline!(
            generate(|out| -> Result<(), Planted> {
                for n in 0..3_u8 {
                    let _ = out.push(n);
                }
                Err(Planted(7))
            })? >> count
        );
        let error = failing.run().unwrap_err();
        assert_eq!(error.stage(), Some("generate"));
        assert_eq!(error.kind(), ErrorKind::Failed);
        assert_eq!(planted_in(&error), Some(Planted(7)));

        // What comes behind `Stopped` is no failure, whatever its type says.
        let few = pipeline!(
            generate(|out| -> Result<(), Planted> {
                loop {
                    out.push(1_u8).map_err(|Stopped| Planted(8))?;
                }
            })? >> take(3)
                >> count
        );
        assert_eq!(few.run().unwrap(), 3);
        let missing = pipeline!(generate(|out| out.push(1_u8).err().map(|_| ()))? >> count);
        assert_eq!(missing.run().unwrap_err().kind(), ErrorKind::Missing);
    });
}

#[test]
fn a_panic_is_the_runs() {
    watched(|| {
        let ledger = Ledger::default();
        let panic = planted_panic_of(|| {
            pipeline!(
                generate(|out| {
                    for n in 0..3 {
                        out.push(ledger.item(n)).unwrap();
                    }
                    Planted(9).panic()
                }) >> for_each(|item| ledger.deliver(item))
            )
            .run()
        });
        assert_eq!(panic, Planted(9));
        ledger.assert_none_doubled();
    });
}

#[test]
fn cancel_wakes_a_push_that_waits_for_room() {
    watched(|| {
        let (held, pushed, stopped) = (Gate::default(), Gate::default(), Gate::default());
        let _opens = OpensAtEnd(held.clone());
        let (waits, note, says) = (held.clone(), pushed.clone(), stopped.clone());
        let handle = pipeline!(move || generate(move |out| {
            for n in 0_u64.. {
                note.note();
                if out.push(n).is_err() {
                    says.note();
                    return;
                }
            }
        }) >> for_each(move |_| waits.pass()))
        .capacity(1)
        .spawn();
        // One at the gate, one on the edge, and one in the push.
        held.until_waiting(1);
        pushed.until_came(3);
        handle.control().cancel();
        stopped.until_came(1);
        held.open();
        assert_eq!(handle.join().unwrap_err().kind(), ErrorKind::Cancelled);
        assert_eq!(pushed.came(), 3);
    });
}
