//! The sinks whose `?` is their closure's: a failure of it ends the run, and a second `?` opens the value.

use crate::support::faults::{Fault, Planted, planted_in};
use crate::support::watchdog::watched;
use pipewright::ErrorKind;
use pipewright::prelude::*;
use std::collections::HashMap;

/// A failing run; the fault is at item 4.
macro_rules! tells {
    ($stage:expr, $($pipeline:tt)*) => {{
        let error = pipeline!($($pipeline)*).run().unwrap_err();
        assert_eq!(planted_in(&error), Some(Planted(4)), "{}", stringify!($($pipeline)*));
        assert_eq!(error.stage(), Some($stage));
        assert!(error.location().unwrap().starts_with(file!()));
        error
    }};
}

/// The same in one section and behind a thread.
macro_rules! tells_everywhere {
    (@ $stage:expr, [$($front:tt)*] [$($sink:tt)*]) => { tells!($stage, $($front)* $($sink)*) };
    ($one:tt $behind:tt $($stage:literal $sink:tt)+) => {$(
        let error = tells_everywhere!(@ $stage, $one $sink);
        assert_eq!((error.item(), error.worker()), (Some(4), None), $stage);
        let error = tells_everywhere!(@ $stage, $behind $sink);
        assert_eq!((error.item(), error.worker()), (Some(4), None), $stage);
    )+};
}

#[test]
fn the_first_failure_of_the_closure_ends_the_run() {
    watched(|| {
        let fault = Fault::Error(4);
        tells_everywhere! {
            [from(0..9_u64) >>]
            [from(0..9_u64) >> buffer(1) >>]
            "for_each" [for_each(|n| fault.at(n).map(drop))?]
            "fold" [fold(0, |sum, n| fault.at(n).map(|n| sum + n))?]
            "fold_by" [fold_by(|n| n % 2, 0, |sum, n| fault.at(n).map(|n| sum + n))?]
            "reduce" [reduce(|sum, n| fault.at(n).map(|n| sum + n))?]
            "any" [any(|n| fault.at(n).map(|_| false))?]
            "all" [all(|n| fault.at(n).map(|_| true))?]
        }
    });
}

#[test]
fn the_first_failure_of_the_closure_ends_the_run_also_on_a_worker() {
    watched(|| {
        let fault = Fault::Error(4);
        let sum = |sum: u64, n: u64| fault.at(n).map(|n| sum + n);
        for error in [
            tells!(
                "for_each",
                from(0..9_u64) >> fan_out(2) >> for_each(|n| fault.at(n).map(drop))?
            ),
            tells!(
                "any",
                from(0..9_u64) >> fan_out(2) >> any(|n| fault.at(n).map(|_| false))?
            ),
            tells!(
                "all",
                from(0..9_u64) >> fan_out(2) >> all(|n| fault.at(n).map(|_| true))?
            ),
            tells!(
                "fold",
                from(0..9_u64) >> fan_out(2) >> fold(0, sum)? >> fan_in >> count
            ),
            tells!(
                "fold_by",
                from(0..9_u64) >> fan_out(2) >> fold_by(|n| n % 2, 0, sum)? >> fan_in >> count
            ),
        ] {
            assert!(error.worker().unwrap() < 2);
            assert!(error.item().unwrap() <= 4);
        }
    });
}

#[test]
fn without_a_failure_they_give_their_value() {
    watched(|| {
        let ok = |n: u64| Ok::<_, Planted>(n);
        let mut seen = Vec::new();
        pipeline!(from(0..4_u64) >> for_each(|n| ok(n).map(|n| seen.push(n)))?)
            .run()
            .unwrap();
        assert_eq!(seen, [0, 1, 2, 3]);
        assert_eq!(
            pipeline!(from(0..4_u64) >> fold(1, |a, n| ok(a + n))?)
                .run()
                .unwrap(),
            7
        );
        let by_key = pipeline!(from(0..4_u64) >> fold_by(|n| n % 2, 0, |a, n| ok(a + n))?);
        assert_eq!(by_key.run().unwrap(), HashMap::from([(0, 2), (1, 4)]));
        assert_eq!(
            pipeline!(from(0..4_u64) >> reduce(|a, n| ok(a + n))?)
                .run()
                .unwrap(),
            Some(6)
        );
        assert_eq!(
            pipeline!(from(None::<u64>) >> reduce(|a, n| ok(a + n))?)
                .run()
                .unwrap(),
            None
        );
        assert!(
            pipeline!(from(0..4_u64) >> any(|n| ok(n).map(|n| n == 2))?)
                .run()
                .unwrap()
        );
        assert!(
            !pipeline!(from(0..4_u64) >> all(|n| ok(n).map(|n| n == 2))?)
                .run()
                .unwrap()
        );
        let sum = pipeline!(
            from(0..4_u64)
                >> fan_out(2)
                >> fold(0, |a, n| ok(a + n))?
                >> fan_in
                >> reduce(|a, b| a + b)
        );
        assert_eq!(sum.run().unwrap(), 6);
        assert!(
            pipeline!(from(0..4_u64) >> fan_out(2) >> any(|n| ok(n).map(|n| n == 2))?)
                .run()
                .unwrap()
        );
        assert!(
            !pipeline!(from(0..4_u64) >> fan_out(2) >> all(|n| ok(n).map(|n| n == 2))?)
                .run()
                .unwrap()
        );
    });
}

#[test]
fn a_second_question_mark_opens_the_value() {
    watched(|| {
        let ok = |n: u64| Ok::<_, Planted>(n);
        assert_eq!(
            pipeline!(from(0..4_u64) >> reduce(|a, n| ok(a + n))??)
                .run()
                .unwrap(),
            6
        );
        let error = pipeline!(from(None::<u64>) >> reduce(|a, n| ok(a + n))??)
            .run()
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.stage()),
            (ErrorKind::Missing, Some("reduce"))
        );
        let last = pipeline!(from(0..4_u64) >> fold(None, |_, n| ok(n).map(Some))??);
        assert_eq!(last.run().unwrap(), 3);
    });
}

#[test]
fn a_question_mark_opens_the_value_of_the_other_sinks() {
    watched(|| {
        assert_eq!(pipeline!(from([3, 1, 2]) >> min?).run().unwrap(), 1);
        assert_eq!(
            pipeline!(from([3, 1, 2]) >> find(|n| *n < 3)?)
                .run()
                .unwrap(),
            1
        );
        assert_eq!(
            pipeline!(from([3, 1, 2]) >> position(|n| n < 3)?)
                .run()
                .unwrap(),
            1
        );
        let sum: Result<u64, pipewright::Error> =
            pipeline!(from(["1", "2"]) >> map(str::parse::<u64>) >> sum::<Result<u64, _>>()?).run();
        assert_eq!(sum.unwrap(), 3);
        let all = pipeline!(
            from(["1", "x"]) >> map(str::parse::<u64>) >> collect::<Result<Vec<_>, _>>()?
        );
        let error = all.run().unwrap_err();
        assert_eq!((error.stage(), error.item()), (Some("collect"), None));
        let length = pipeline!(from([1]) >> consume(|items| items.count().checked_sub(2))?);
        assert_eq!(length.run().unwrap_err().kind(), ErrorKind::Missing);
    });
}

#[test]
fn without_a_question_mark_errors_are_ordinary_values() {
    watched(|| {
        let count = pipeline!(from(["1", "x"]) >> map(str::parse::<u8>) >> discard);
        assert_eq!(count.run().unwrap(), 2);
        let all: Result<Vec<u8>, _> =
            pipeline!(from(["1", "x"]) >> map(str::parse::<u8>) >> collect)
                .run()
                .unwrap();
        assert!(all.is_err());
    });
}
