//! What a panic does to the rest of the run: it ends it at once, whatever else happens.

use crate::panics::at;
use crate::support::faults::{Fault, Planted, planted_panic_of};
use crate::support::gate::{Gate, OpensAtEnd};
use crate::support::ledger::{Ledger, Tracked};
use crate::support::watchdog::{step, watched};
use pipewright::prelude::*;

#[test]
fn a_panic_while_every_edge_is_full_comes_out_without_another_item() {
    watched(|| {
        let (ledger, gate) = (Ledger::default(), Gate::default());
        let opens = OpensAtEnd(gate.clone());
        // Dropped with its section.
        let panics = move |item: Tracked| {
            let _ = &opens;
            assert!(at(6004)(item.id) > 0);
            item
        };
        panics!(
            6004,
            from(ledger.source(6000..6100))
                >> map(panics)
                >> buffer(1)
                >> map(|item| item)
                >> buffer(1)
                >> for_each(|item| {
                    gate.pass();
                    ledger.deliver(item);
                })
        );
        ledger.assert_none_doubled();
    });
}

#[test]
fn a_panic_stops_an_endless_source_and_leaves_no_hole_that_somebody_waits_for() {
    watched(|| {
        panics!(
            7003,
            from(7000_u64..)
                >> fan_out(3, ordered)
                >> map(|n| Fault::Panic(7003).at(n))
                >> fan_in
                >> discard
        );
        panics!(7104, {
            let (a, b) = from(7100_u64..) >> tee;
            a >> fan_out(2) >> for_each(|n| assert!(at(7104)(n) > 0));
            b >> filter(|_| false) >> buffer(1) >> for_each(drop);
        });
        let (tx, rx) = crossbeam_channel::unbounded::<u8>();
        panics!(7200, {
            receive(rx) >> fan_out(2) >> for_each(drop);
            from([1]) >> for_each(|_| Planted(7200).panic());
        });
        drop(tx);
    });
}

#[test]
fn a_panic_comes_before_an_error_and_the_first_panic_before_the_second() {
    watched(|| {
        for error_first in [true, false] {
            let gate = Gate::default();
            let opens = OpensAtEnd(gate.clone());
            // The other one has its item in hand by then.
            let now = move || {
                opens.0.until_waiting(1);
                drop(opens);
            };
            let later = || gate.pass();
            let outcome = || {
                if error_first {
                    pipeline!({
                        from(std::iter::once_with(now))
                            >> map(|()| Err::<(), _>(Planted(1)))?
                            >> for_each(drop);
                        from([1]) >> inspect(|_| later()) >> for_each(|_| Planted(8000).panic());
                    })
                    .run()
                } else {
                    pipeline!({
                        from([1])
                            >> inspect(|_| later())
                            >> map(|_| Err::<(), _>(Planted(1)))?
                            >> for_each(drop);
                        from(std::iter::once_with(now)) >> for_each(|()| Planted(8001).panic());
                    })
                    .run()
                }
            };
            let expected = Planted(if error_first { 8000 } else { 8001 });
            assert_eq!(planted_panic_of(outcome), expected);
        }
        let both = || {
            pipeline!({
                let (a, b) = from(0..2_u64) >> partition(|n| *n == 0);
                a >> for_each(|_| Planted(8002).panic());
                b >> for_each(|_| Planted(8002).panic());
            })
            .run()
        };
        assert_eq!(planted_panic_of(both), Planted(8002));
    });
}

#[test]
fn a_payload_whose_own_drop_panics_does_not_abort() {
    watched(|| {
        struct Nasty;
        impl Drop for Nasty {
            fn drop(&mut self) {
                Planted(9000).panic()
            }
        }
        let payload = crate::support::faults::panic_of(|| {
            pipeline!(
                from(0..2_u64)
                    >> fan_out(2)
                    >> for_each(|_| std::panic::resume_unwind(Box::new(Nasty)))
            )
            .run()
        });
        assert!(payload.is::<Nasty>());
        // It is the test's own now.
        std::mem::forget(payload);
    });
}
