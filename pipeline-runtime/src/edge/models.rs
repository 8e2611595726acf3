//! Every schedule of an edge: the hand-over, its ends, its counts; and of the gates up to the source.

use super::gate::{Feeder, Gate};
use super::tally::Flowed;
use super::{Outlet, Rx, Tally, Tx, alone};
use crate::models::{ALL, control, control_deadlocks, every};
use crate::mutants::{Mutant, with};
use crate::sync::atomic::{Arc, AtomicBool, AtomicUsize, Ordering};
use crate::sync::channel::{Receiver, bounded};
use crate::sync::lock::Mutex;
use shuttle::thread::{JoinHandle, spawn};

type Item = Arc<()>;

fn sends(mut tx: Tx<Item>, item: &Item, most: usize) -> JoinHandle<()> {
    let item = Arc::clone(item);
    spawn(move || {
        let pushed = (0..most).all(|_| tx.push(Arc::clone(&item)).is_continue());
        // A sender that is through leaves before its items are looked at.
        drop(tx);
        drop((item, pushed));
    })
}

fn receives(rx: Rx<Item>, most: usize) -> JoinHandle<usize> {
    spawn(move || rx.take(most).count())
}

/// Nothing is alive, and what was pushed was popped or discarded.
fn adds_up(item: &Item, tally: &Tally, got: usize) -> Flowed {
    assert_eq!(Arc::strong_count(item), 1, "alive behind the end");
    let flowed = tally.flowed();
    assert_eq!(flowed.popped, got as u64, "what was popped was counted");
    assert_eq!(
        flowed.pushed,
        flowed.popped + flowed.discarded,
        "what was pushed was popped or discarded"
    );
    flowed
}

/// One sender, one receiver, and a cancel at any time.
fn cancelled() {
    let (tx, rx, tally) = alone(1);
    let item = Item::default();
    let (sender, receiver) = (sends(tx, &item, 2), receives(rx, 9));
    tally.gate().cancel();
    sender.join().unwrap();
    let got = receiver.join().unwrap();
    assert!(got <= 2);
    adds_up(&item, &tally, got);
}

#[test]
fn a_cancel_wakes_both_sides_and_nothing_is_left() {
    every(3, 1000, cancelled);
}

#[test]
fn control_a_cancel_that_wakes_nobody_deadlocks() {
    with(Mutant::CancelWakesNobody, || {
        control_deadlocks(2, || {
            let (tx, rx, tally) = alone::<Item>(1);
            let receiver = receives(rx, 1);
            tally.gate().cancel();
            receiver.join().unwrap();
            drop(tx);
        });
    });
}

#[test]
fn a_hand_over_gives_everything_and_the_end_wakes_the_receiver() {
    every(4, 1000, || {
        let (tx, rx, tally) = alone(1);
        let item = Item::default();
        let sender = sends(tx, &item, 2);
        assert_eq!(rx.count(), 2);
        sender.join().unwrap();
        assert_eq!(adds_up(&item, &tally, 2).discarded, 0);
    });
}

#[test]
fn two_receivers_share_and_both_learn_of_the_end() {
    every(2, 1000, || {
        let (tx, rx, tally) = alone(1);
        let item = Item::default();
        let receivers = [receives(rx.clone(), 9), receives(rx, 9)];
        sends(tx, &item, 1).join().unwrap();
        let got = receivers.map(|receiver| receiver.join().unwrap());
        assert_eq!(got[0] + got[1], 1);
        adds_up(&item, &tally, 1);
    });
}

/// The last receiver leaves while a sender pushes.
fn left() {
    let (tx, rx, tally) = alone(1);
    let item = Item::default();
    let sender = sends(tx, &item, 3);
    let receiver = receives(rx, 1);
    let got = receiver.join().unwrap();
    sender.join().unwrap();
    adds_up(&item, &tally, got);
}

#[test]
fn what_is_pushed_while_the_receiver_leaves_is_dropped_and_counted() {
    every(3, 1000, left);
}

#[test]
fn what_two_senders_push_while_the_receiver_leaves_is_dropped_and_counted() {
    every(3, 1000, || {
        let (tx, rx, tally) = alone(2);
        let item = Item::default();
        let senders = [sends(tx.clone(), &item, 1), sends(tx, &item, 1)];
        drop(rx);
        for sender in senders {
            sender.join().unwrap();
        }
        adds_up(&item, &tally, 0);
    });
}

#[test]
fn control_an_edge_that_is_not_emptied_does_not_add_up() {
    with(Mutant::DropsInBulk, || {
        assert!(control(3, left).contains("popped or discarded"));
    });
}

/// The grave alone: who leaves last must find what is left.
fn grave(is_laid_first: bool) -> impl Fn() {
    move || {
        let (tx, rx) = bounded::<()>(1);
        let (grave, dropped) = (Arc::new(Mutex::new(None)), Arc::new(AtomicUsize::new(0)));
        let empty = {
            let dropped = Arc::clone(&dropped);
            move |rx: &Receiver<()>| {
                while rx.try_recv().is_ok() {
                    dropped.fetch_add(1, Ordering::SeqCst);
                }
            }
        };
        let (found, empties) = (Arc::clone(&grave), empty.clone());
        let sender = spawn(move || {
            let pushed = usize::from(tx.try_send(()).is_ok());
            let grave: Option<Receiver<()>> = found.lock().clone();
            if let Some(rx) = grave {
                empties(&rx);
            }
            pushed
        });
        if is_laid_first {
            *grave.lock() = Some(rx.clone());
            empty(&rx);
        } else {
            empty(&rx);
            *grave.lock() = Some(rx.clone());
        }
        let pushed = sender.join().unwrap();
        assert_eq!(dropped.load(Ordering::SeqCst), pushed, "forgotten");
    }
}

#[test]
fn control_a_grave_that_is_laid_too_late_forgets_an_item() {
    every(ALL, 100, grave(true));
    assert!(control(ALL, grave(false)).contains("forgotten"));
}

fn feeds(input: &Arc<Gate>, edges: usize) -> Arc<Feeder> {
    Feeder::new(&(Arc::new([Arc::clone(input)]) as _), edges)
}

#[test]
fn the_source_learns_it_when_the_last_edge_is_left_and_not_before() {
    every(4, 1000, || {
        let [source, middle, a, b] = std::array::from_fn(|_| Arc::new(Gate::new()));
        let (feeder, first) = (feeds(&middle, 2), feeds(&source, 1));
        let leaves = Arc::clone(&a);
        let leaving = spawn(move || {
            leaves.leave();
            leaves.leave();
        });
        middle.is_fed_by(&first);
        a.is_fed_by(&feeder);
        b.is_fed_by(&feeder);
        assert!(!middle.is_shut() && !source.is_shut(), "told too early");
        b.leave();
        leaving.join().unwrap();
        assert!(middle.is_shut() && source.is_shut(), "not told");
    });
}

#[test]
fn all_that_is_left_at_once_is_told_once_up_to_the_source() {
    every(1, 1000, || {
        let [source, other, a, b] = std::array::from_fn(|_| Arc::new(Gate::new()));
        let feeder = feeds(&source, 2);
        // Of this one an edge is never left.
        let kept = feeds(&other, 3);
        let leaving = [a, b].map(|gate| {
            let feeders = [Arc::clone(&feeder), Arc::clone(&kept)];
            let fed = Arc::clone(&gate);
            (
                spawn(move || feeders.iter().for_each(|feeder| fed.is_fed_by(feeder))),
                spawn(move || gate.leave()),
            )
        });
        for (feeding, leaving) in leaving {
            feeding.join().unwrap();
            leaving.join().unwrap();
        }
        assert!(source.is_shut() && !other.is_shut());
    });
}

/// A gate whose `is_fed_by` looks in front of the lock, where the right one looks under it.
fn gate_that_looks(under_the_lock: bool) -> impl Fn() {
    move || {
        let (is_left, told) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicUsize::new(0)),
        );
        let feeders = Arc::new(Mutex::new(Vec::new()));
        let tell = |told: &Arc<AtomicUsize>| told.fetch_add(1, Ordering::SeqCst);
        let (flag, list) = (Arc::clone(&is_left), Arc::clone(&feeders));
        let leaving = spawn(move || {
            flag.store(true, Ordering::SeqCst);
            let feeders = std::mem::take(&mut *list.lock());
            for told in feeders {
                tell(&told);
            }
        });
        let before = is_left.load(Ordering::SeqCst);
        let mut list = feeders.lock();
        if before || (under_the_lock && is_left.load(Ordering::SeqCst)) {
            drop(list);
            tell(&told);
        } else {
            list.push(Arc::clone(&told));
            drop(list);
        }
        leaving.join().unwrap();
        assert_eq!(told.load(Ordering::SeqCst), 1, "told once");
    }
}

#[test]
fn control_a_gate_that_looks_in_front_of_the_lock_tells_nobody() {
    every(ALL, 10, gate_that_looks(true));
    assert!(control(ALL, gate_that_looks(false)).contains("told once"));
}
