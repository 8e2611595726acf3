//! `unzip` and `route`: which stream an item goes to, and what becomes of it when nobody is there any more.

use crate::support::faults::panic_of;
use crate::support::ledger::Ledger;
use crate::support::watchdog::watched;
use pipewright::ErrorKind;
use pipewright::prelude::*;

#[test]
fn unzip_gives_both_halves_in_order() {
    watched(|| {
        let ledger = Ledger::default();
        let left = pipeline!({
            let (left, right) = from(ledger.source(0..60)) >> map(|item| (item.id, item)) >> unzip;
            let left = left >> collect::<Vec<_>>();
            right
                >> fan_out(2)
                >> inspect(|_| ())
                >> fan_in
                >> for_each(|item| ledger.deliver(item));
            left
        })
        .capacity(1)
        .run()
        .unwrap();
        assert!(left.into_iter().eq(0..60));
        ledger.assert_all_delivered(1);
    });
}

#[test]
fn a_half_that_is_left_is_dropped_and_the_other_goes_on() {
    watched(|| {
        let ledger = Ledger::default();
        let (few, all) = pipeline!({
            let (few, all) =
                from(ledger.source(0..60)) >> map(|item| (item.clone(), item)) >> unzip;
            let few = few >> take(2) >> count;
            all >> for_each(|item| ledger.deliver(item));
            let all = from(0..1_u8) >> count;
            (few, all)
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!((few, all), (2, 1));
        ledger.assert_all_delivered(1);
    });
}

#[test]
fn route_gives_each_item_to_the_stream_of_its_number_in_order() {
    watched(|| {
        let ledger = Ledger::default();
        let (a, b, c) = pipeline!({
            let (a, b, c) =
                from(ledger.source(0..90)) >> route(|item| usize::try_from(item.id % 3).unwrap());
            let a = a >> inspect(|_| ()) >> map(|item| item.id) >> collect::<Vec<_>>();
            let b = b >> buffer(1) >> map(|item| item.id) >> collect::<Vec<_>>();
            let c = c >> map(|item| item.id) >> collect::<Vec<_>>();
            (a, b, c)
        })
        .capacity(1)
        .run()
        .unwrap();
        for (rest, ids) in (0..).zip([a, b, c]) {
            assert!(ids.into_iter().eq((0..90).filter(|id| id % 3 == rest)));
        }
        ledger.assert_all_dropped();
    });
}

#[test]
fn a_number_without_a_stream_ends_the_run_at_its_item() {
    watched(|| {
        let ledger = Ledger::default();
        let run = || {
            pipeline!({
                let (a, b) =
                    from(ledger.source(0..)) >> route(|item| usize::from(item.id == 17) * 5);
                let a = a >> count;
                let b = b >> count;
                (a, b)
            })
            .run()
        };
        let error = run().unwrap_err();
        assert_eq!(
            (error.kind(), error.stage(), error.item()),
            (ErrorKind::Failed, Some("route"), Some(17))
        );
        let said = std::error::Error::source(&error).unwrap().to_string();
        assert_eq!(said, "there is no branch 5, only 2");
        assert!(error.location().is_some_and(|at| at.contains("routes.rs")));
        ledger.assert_all_dropped();
        // Control: such a number is not taken for the last stream's.
        let panic = panic_of(|| run().unwrap());
        assert!(panic.downcast_ref::<String>().is_some());
    });
}

#[test]
fn a_stream_that_has_left_gets_nothing_and_all_that_have_left_end_it() {
    watched(|| {
        let (few, all) = pipeline!({
            let (few, all) = from(0..100_usize) >> route(|n| n % 2);
            let few = few >> take(3) >> collect::<Vec<_>>();
            let all = all >> count;
            (few, all)
        })
        .capacity(1)
        .run()
        .unwrap();
        assert_eq!((few, all), (vec![0, 2, 4], 50));
        let both = pipeline!({
            let (a, b) = from(0_usize..) >> route(|n| n % 2);
            let a = a >> take(3) >> count;
            let b = b >> take(1) >> count;
            (a, b)
        });
        assert_eq!(both.run().unwrap(), (3, 1));
    });
}
