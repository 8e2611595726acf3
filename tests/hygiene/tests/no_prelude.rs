//! Nothing is in scope that the user did not bring there, and what is in scope has the wrong names.
#![no_implicit_prelude]
#![allow(
    dead_code,
    non_snake_case,
    reason = "what is declared here is in the way, not of use"
)]

use ::std::prelude::v1::test;
use ::std::{assert, assert_eq};

mod std {}
mod core {}
mod alloc {}
mod pipewright {}
mod crossbeam_channel {}
mod source {}
mod words {}

struct Result;
struct Option;
struct Vec;
struct String;
struct Box;
struct Rc;
struct Error;
struct Sender;
struct Receiver;
struct Scope;
struct Run;
struct Flow;
struct Count;
struct Instant;
struct Duration;
struct OnlyInTheTail;
struct Done;
struct Emitter;
struct Part;
struct Stream;
struct ControlFlow;

trait Iterator {}
trait IntoIterator {}
trait Clone {}
trait Send {}
trait Sync {}
trait FnOnce {}
trait FnMut {}
trait From {}
trait Into {}
trait Drop {}

fn Ok() {}
fn Err() {}
fn Some() {}
fn None() {}
fn drop() {}
fn pipeline() {}
fn typed() {}
fn open() {}
fn open_typed() {}
fn ended() {}
fn run() {}
fn scope() {}
fn from() {}
fn lines() {}
fn receive() {}
fn join() {}
fn part() {}
fn generate() {}
fn ticks() {}
fn ms() {}

#[test]
fn a_chain() {
    let sum = ::pipewright::pipeline!(from(0..9u64) >> map(|n| n + 1) >> sum::<u64>()).run();
    assert_eq!(sum.unwrap(), 45);
}

#[test]
fn a_graph() {
    let mut log = ::std::vec::Vec::new();
    let ends = ::pipewright::pipeline!({
        let (rows, bad) = from([
            ::std::result::Result::Ok(1),
            ::std::result::Result::Err("x"),
        ]) >> split_result;
        let (audit, work) = rows >> tee;
        audit >> for_each(|n| log.push(n));
        let more = from(0..3);
        let both = (work, more) >> fan_in;
        let batches = both >> batch(2, 200ms) >> flatten >> count;
        let bad = bad >> map(str::len) >> last?;
        (batches, bad)
    })
    .run();
    assert_eq!((ends.unwrap(), log.len()), ((4, 1), 1));
}

#[test]
fn regions() {
    let ends = ::pipewright::pipeline!({
        let total = from(0..9u64) >> fan_out(2) >> map(|n| n + 1) >> fan_in >> sum::<u64>();
        let ordered = from(0..9u64) >> fan_out(2, ordered) >> map(|n| n + 1) >> fan_in >> last?;
        let most = from(0..9u64) >> fan_out >> max?;
        (total, ordered, most)
    })
    .run();
    assert_eq!(ends.unwrap(), (45, 9, 8));
}

#[test]
fn failures() {
    let failed = ::pipewright::pipeline!(from(["x"]) >> map(str::parse::<u8>)? >> count).run();
    assert!(failed.is_err());
}

struct Mine;

impl ::std::convert::From<::pipewright::Error> for Mine {
    fn from(_: ::pipewright::Error) -> Self {
        Mine
    }
}

#[test]
fn typed_failures() {
    let failed = ::pipewright::pipeline!({
        type Error = Mine;
        from([0u8; 0]) >> first?
    });
    assert!(::std::matches!(
        failed.run(),
        ::std::result::Result::Err(Mine)
    ));
}

#[test]
fn an_open_tail() {
    let items = ::pipewright::pipeline!(move || from(0..9) >> buffer(2) >> take(3)).iter();
    assert_eq!(::std::iter::Iterator::count(items), 3);
}

#[test]
fn joins() {
    let ends = ::pipewright::pipeline!({
        let (a, b) = from(0..9u64) >> map(|n| (n, n)) >> unzip;
        let (c, d) = (a, b) >> zip >> route(|pair| if pair.0 < 5 { 0 } else { 1 });
        let more = generate(|out: &mut ::pipewright::Emitter<(u64, u64)>| out.push((1, 1)));
        let beat = ticks(1h);
        let first = (c, more) >> prefer;
        let counted = (first, beat)
            >> select(
                0,
                |n, _, _: &mut ::pipewright::Emitter<u64>| *n += 1,
                |_, _, _| (),
                at_end = |n, out| out.push(n).unwrap(),
            )
            >> last?;
        let other = from(0..2u64) >> map(|n| (n, n));
        let rest = (d, other) >> concat >> fan_out(2, by = |pair| pair.0) >> count;
        (counted, rest)
    })
    .run();
    assert_eq!(ends.unwrap(), (6, 6));
}

#[test]
fn done_channels_and_open_pipelines() {
    let (closer, done) = ::pipewright::Done::channel();
    closer.close();
    let part = ::pipewright::pipeline!(|numbers: Stream<u64>| numbers
        >> filter(|n| n % 2 == 0)
        >> map(|n| n.checked_add(1))?
        >> batch(2)
        >> flatten);
    let ends = ::pipewright::pipeline!({
        let none = ticks(1h) >> or_done(done) >> count;
        let (c, d) = from(0..9u64) >> via(part) >> tee;
        let d = d >> through(|items| items, rate = 1) >> buffer(9);
        let pairs = (c, d) >> zip >> count;
        let kept = from(0..9u64) >> buffer(9, drop_oldest) >> buffer(9, drop_newest) >> count;
        (none, pairs, kept)
    })
    .run();
    assert_eq!(ends.unwrap(), (0, 5, 9));
}
