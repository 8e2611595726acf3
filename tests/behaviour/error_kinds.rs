//! The kinds of errors that are not an `Err` of a stage's closure, and errors of the user's own type.

use crate::errors::assert_tells;
use crate::support::faults::{Fault, Planted};
use crate::support::watchdog::watched;
use pipewright::ErrorKind;
use pipewright::prelude::*;
use std::error::Error as _;

#[test]
fn both_closures_of_try_map_init_may_fail() {
    watched(|| {
        let init = || Err::<u8, _>(Planted(0));
        let outcome =
            pipeline!(from(5..9_u64) >> try_map_init(init, |_, n| Ok::<_, String>(n))? >> count)
                .run();
        assert_eq!(assert_tells(outcome, "try_map_init", 0).item(), Some(0));
        let outcome = pipeline!(
            from(5..9_u64)
                >> fan_out(2)
                >> try_map_init(init, |_, n| Ok::<_, String>(n))?
                >> fan_in
                >> count
        );
        assert_eq!(
            assert_tells(outcome.run(), "try_map_init", 0).item(),
            Some(0)
        );
        let error =
            pipeline!(from([1]) >> try_map_init(|| None::<u8>, |_, n| Some(n))? >> count).run();
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Missing);
    });
}

#[test]
fn a_none_at_a_question_mark_says_so() {
    watched(|| {
        let error = pipeline!(from([Some(1), None])? >> count)
            .run()
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.stage()),
            (ErrorKind::Missing, Some("from"))
        );
        assert_eq!(error.item(), Some(1));
        assert!(error.source().is_none());
        assert!(
            error
                .to_string()
                .starts_with("`from` gave `None` on item 1 (tests/")
        );
        let error = pipeline!(from(None::<u8>) >> max?).run().unwrap_err();
        assert_eq!(
            (error.kind(), error.stage()),
            (ErrorKind::Missing, Some("max"))
        );
        let error = pipeline!(from(None::<u8>) >> fan_out(2) >> max?)
            .run()
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.stage()),
            (ErrorKind::Missing, Some("max"))
        );
    });
}

#[test]
fn a_sender_without_a_receiver_is_an_error() {
    watched(|| {
        for workers in [0_usize, 2] {
            let (tx, rx) = crossbeam_channel::bounded::<u32>(4);
            let taker = std::thread::spawn(move || rx.iter().take(3).count());
            let outcome = if workers == 0 {
                pipeline!(from(0..) >> send(tx)).run()
            } else {
                pipeline!(from(0..) >> fan_out(workers) >> send(tx)).run()
            };
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.kind(), error.stage()),
                (ErrorKind::ReceiverGone, Some("send"))
            );
            assert_eq!(error.worker().is_some(), workers > 0);
            let (item, location) = (error.item().unwrap(), error.location().unwrap());
            if workers == 0 {
                assert!((3..=8).contains(&item), "{item}");
            }
            assert!(location.starts_with("tests/behaviour/error_kinds.rs:"));
            assert_eq!(taker.join().unwrap(), 3);
        }
    });
}

#[derive(Debug, PartialEq)]
enum Mine {
    Planted(Planted),
    Run(ErrorKind),
}

impl From<Planted> for Mine {
    fn from(planted: Planted) -> Self {
        Self::Planted(planted)
    }
}

impl From<pipewright::Error> for Mine {
    fn from(error: pipewright::Error) -> Self {
        Self::Run(error.kind())
    }
}

#[test]
fn a_typed_error_is_converted_as_a_question_mark_does() {
    watched(|| {
        let fault = Fault::Error(3);
        let outcome = pipeline!({
            type Error = Mine;
            from(0..9_u64) >> fan_out(2) >> map(|n| fault.at(n))? >> fan_in >> count
        });
        assert_eq!(outcome.run(), Err(Mine::Planted(Planted(3))));
        let outcome = pipeline!({
            type Error = Mine;
            from(0..9_u64) >> map(|n| Err::<u64, _>(Mine::Planted(Planted(n))))? >> count
        });
        assert_eq!(outcome.run(), Err(Mine::Planted(Planted(0))));
        let outcome = pipeline!({
            type Error = Mine;
            from(0..9_u64) >> for_each(|n| fault.at(n).map(drop))?
        });
        assert_eq!(outcome.run(), Err(Mine::Planted(Planted(3))));
        let outcome = pipeline!({
            type Error = Mine;
            from(None::<u8>) >> first?
        });
        assert_eq!(outcome.run(), Err(Mine::Run(ErrorKind::Missing)));
        let outcome = pipeline!({
            type Error = Mine;
            from(0..9_u64) >> count
        });
        assert_eq!(
            outcome.capacity(0).run(),
            Err(Mine::Run(ErrorKind::Setting))
        );
    });
}
