//! Every schedule of the wake-ups of a ring, and of several as lanes. (The ends of an edge are in `edge/models.rs`, which run on rings and on channels.)

use crate::edge::{Outlet, Rx, Tx, alone};
use crate::models::{control_deadlocks, every};
use crate::mutants::{Mutant, with};
use shuttle::thread::spawn;

/// More items than slots, each side asleep as often as it can be.
fn hand_over() {
    let (mut tx, rx, _tally) = alone(1);
    let sender = spawn(move || (0..3).all(|item| tx.push(item).is_continue()));
    assert!(rx.eq(0..3));
    assert!(sender.join().unwrap());
}

#[test]
fn no_wake_up_is_lost_on_either_side() {
    every(3, 1000, hand_over);
}

#[test]
fn control_who_looks_before_it_has_said_that_it_sleeps_sleeps_for_ever() {
    with(Mutant::LooksTooEarly, || control_deadlocks(3, hand_over));
}

/// Two workers that feed one receiver, each by a lane with one slot.
fn two_lanes() {
    let (tx, rx, _tally) = alone(2);
    tx.is_of_equals();
    let senders = [tx.clone(), tx]
        .map(|mut tx| spawn(move || assert!((0..2).all(|item| tx.push(item).is_continue()))));
    assert_eq!(rx.sum::<u8>(), 2);
    for sender in senders {
        sender.join().unwrap();
    }
}

#[test]
fn no_wake_up_of_a_lane_is_lost_and_the_end_is_that_of_all() {
    every(2, 1000, two_lanes);
}

#[test]
fn control_the_receiver_of_lanes_that_looks_too_early_sleeps_for_ever() {
    with(Mutant::LooksTooEarly, || control_deadlocks(2, two_lanes));
}

/// The receiver takes one item of a full edge, which is too few to wake its sender at once, and then waits for what that
/// sender does next.
fn put_off() {
    let (mut tx, mut rx): (Tx<u8>, Rx<u8>) = ends(4);
    let (mut then, mut other): (Tx<u8>, Rx<u8>) = ends(1);
    let sender = spawn(move || {
        let pushed = (0..5).all(|item| tx.push(item).is_continue());
        assert!(pushed && then.push(9).is_continue());
        tx
    });
    assert_eq!(rx.pop(), Some(0));
    assert_eq!(other.pop(), Some(9));
    drop(sender.join().unwrap());
    assert!(rx.eq(1..5));
}

fn ends(bound: usize) -> (Tx<u8>, Rx<u8>) {
    let (tx, rx, _tally) = alone(bound);
    (tx, rx)
}

#[test]
fn a_wake_up_that_was_put_off_comes_before_its_thread_sleeps() {
    every(3, 100, put_off);
}

#[test]
fn control_a_thread_that_sleeps_with_debts_leaves_a_sender_beside_free_room() {
    with(Mutant::NeverPays, || control_deadlocks(3, put_off));
}
