//! What an edge does, end by end.

#![allow(clippy::disallowed_methods)] // a test's own threads

use super::Late;
use crate::edge::Outlet;
use crate::edge::alone;
use crate::sync::clock::{Clock, TestClock};
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::time::Duration;

#[test]
fn items_come_out_in_the_order_in_which_they_went_in() {
    let (mut tx, rx, _tally) = alone(4);
    let sender = std::thread::spawn(move || {
        for n in 0..1000 {
            assert_eq!(tx.push(n), Continue(()));
        }
    });
    assert!(rx.eq(0..1000));
    sender.join().unwrap();
}

#[test]
fn what_the_receiver_left_behind_is_dropped_although_the_sender_lives_on() {
    let (mut tx, mut rx, _tally) = alone(8);
    let item = Arc::new(());
    for _ in 0..3 {
        assert_eq!(tx.push(Arc::clone(&item)), Continue(()));
    }
    drop(rx.pop());
    drop(rx);
    assert_eq!(Arc::strong_count(&item), 1);
    assert_eq!(tx.push(Arc::clone(&item)), Break(()));
    assert_eq!(Arc::strong_count(&item), 1);
}

#[test]
fn what_was_pushed_while_the_receiver_left_is_dropped_when_the_sender_leaves() {
    for _ in 0..500 {
        let (mut tx, rx, _tally) = alone(64);
        let item = Arc::new(());
        let pushed = Arc::clone(&item);
        let sender =
            std::thread::spawn(move || while tx.push(Arc::clone(&pushed)).is_continue() {});
        drop(rx);
        sender.join().unwrap();
        assert_eq!(Arc::strong_count(&item), 1);
    }
}

#[test]
fn cancel_wakes_a_sender_that_waits_for_room_and_a_receiver_that_waits_for_an_item() {
    let (mut tx, rx, tally) = alone(1);
    assert_eq!(tx.push(1), Continue(()));
    let sender = std::thread::spawn(move || tx.push(2));
    tally.gate().cancel();
    assert_eq!(sender.join().unwrap(), Break(()));
    drop(rx);

    let (tx, mut rx, tally) = alone::<u8>(1);
    let receiver = std::thread::spawn(move || rx.pop());
    tally.gate().cancel();
    assert_eq!(receiver.join().unwrap(), None);
    drop(tx);
}

#[test]
fn a_timed_pop_gives_an_item_at_once_and_is_late_when_the_time_has_come() {
    let test = TestClock::new();
    let clock = Clock::Test(test.clone());
    let (mut tx, mut rx, _tally) = alone(1);
    let due = clock.now() + Duration::from_secs(1);
    assert_eq!(tx.push(7), Continue(()));
    assert_eq!(rx.pop_by(due, &clock), Ok(Some(7)));
    test.advance(Duration::from_secs(1));
    assert_eq!(rx.pop_by(due, &clock), Err(Late));
    drop(tx);
    assert_eq!(rx.pop_by(due, &clock), Ok(None));
}
