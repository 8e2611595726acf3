//! `?` in every position.

use crate::facade::prelude::*;
use crate::facade::{Error, ErrorKind};
use std::num::ParseIntError;

#[test]
fn behind_stages() {
    let total = pipeline!(
        from(["1", "2"])
            >> map(str::parse::<u64>)?
            >> filter_map(|n| Some(n.checked_mul(2)))?
            >> try_map_init(
                || "5".parse::<u64>(),
                |offset, n| Ok::<_, ParseIntError>(n + *offset)
            )?
            >> fan_out(2)
            >> map(|n| Some(n + 1))?
            >> fan_in
            >> sum::<u64>()
    );
    assert_eq!(total.run().unwrap(), 18);
}

#[test]
fn behind_boundaries_and_sources() {
    let items = ["1", "2"].map(|text| Some(text.parse::<u8>()));
    let total = pipeline!(
        from(items)?
            >> buffer(2)?
            >> fan_out(2)
            >> map(Some)
            >> fan_in?
            >> batch(2, 1s)
            >> flatten
            >> map(u64::from)
            >> sum::<u64>()
    );
    assert_eq!(total.run().unwrap(), 3);
}

#[test]
fn behind_sinks() {
    let ends = pipeline!({
        let first = from([1]) >> first?;
        let folded = from([1u8, 2]) >> fold(0u8, |sum, n| sum.checked_add(n).ok_or("too much"))?;
        let reduced = from([1u8, 2]) >> reduce(u8::checked_add)??;
        let any = from(["1"]) >> any(|text| text.parse::<u8>().map(|n| n == 1))?;
        let grouped = from([1u8, 2]) >> fold_by(|n| n % 2, 0u8, u8::checked_add)?;
        let all: Vec<u8> = from(["1"]) >> map(str::parse) >> collect::<Result<_, ParseIntError>>()?;
        from(["1"]) >> for_each(|text| text.parse::<u8>().map(drop))?;
        from(["1"]) >> fan_out(2) >> for_each(|text| text.parse::<u8>().map(drop))?;
        (first, folded, reduced, any, grouped.len(), all.len())
    });
    assert_eq!(ends.run().unwrap(), (1, 3, 3, true, 2, 1));
}

#[test]
fn the_failure_is_what_the_run_gives() {
    let error = pipeline!(from(["1", "x"]) >> map(str::parse::<u8>)? >> count)
        .run()
        .unwrap_err();
    assert_eq!((error.kind(), error.item()), (ErrorKind::Failed, Some(1)));
    let none = pipeline!(from([0u8; 0]) >> max?).run().unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Missing);
}

#[derive(Debug, PartialEq, Eq)]
enum Mine {
    Number,
    Run(ErrorKind),
}

impl From<ParseIntError> for Mine {
    fn from(_: ParseIntError) -> Self {
        Self::Number
    }
}

impl From<Error> for Mine {
    fn from(error: Error) -> Self {
        Self::Run(error.kind())
    }
}

#[test]
fn an_error_of_the_users_own_type() {
    let count = pipeline!({
        type Error = Mine;
        from(["x"]) >> fan_out(2) >> map(str::parse::<u8>)? >> count
    });
    assert_eq!(count.run(), Err(Mine::Number));
    let workers = 0;
    let count = pipeline!({
        type Error = Mine;
        let n = from(["x"]) >> fan_out(workers) >> map(str::len) >> count;
        n + 1
    });
    assert_eq!(count.run(), Err(Mine::Run(ErrorKind::Setting)));
}

#[test]
fn an_open_tail_with_an_error_of_the_users_own_type() {
    let items = pipeline!(move || {
        type Error = Mine;
        from(["1", "x"]) >> map(str::parse::<u8>)?
    });
    assert_eq!(items.iter().last(), Some(Err(Mine::Number)));
}
