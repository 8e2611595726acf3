//! Every schedule of the stall detector, and of a clock that waits for a run.

use super::{Roster, Seat, outside};
use crate::edge::{Gate, Outlet, Rx, Site, Tx, edge};
use crate::models::{control, control_deadlocks, every};
use crate::mutants::{Mutant, with};
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::channel::{Sender, bounded};
use crate::sync::clock::{Clock, Moves, TestClock};
use crate::sync::lock::Mutex;
use shuttle::thread::{JoinHandle, spawn};
use std::ops::ControlFlow::Break;
use std::time::Duration;

/// Threads and edges of a run without the rest of it.
struct Small {
    roster: Arc<Roster>,
    gates: Arc<Mutex<Vec<Arc<Gate>>>>,
    stalls: Arc<AtomicUsize>,
}

impl Small {
    fn new() -> Self {
        let (gates, stalls) = (
            Arc::new(Mutex::new(Vec::<Arc<Gate>>::new())),
            Arc::new(AtomicUsize::new(0)),
        );
        let (shut, counted) = (Arc::clone(&gates), Arc::clone(&stalls));
        let on_stall = move || {
            counted.fetch_add(1, Ordering::SeqCst);
            for gate in shut.lock().iter() {
                gate.cancel();
            }
        };
        Self {
            roster: Arc::new(Roster::new(on_stall)),
            gates,
            stalls,
        }
    }

    /// An edge that holds one item.
    fn edge(&self) -> (Tx<u8>, Rx<u8>) {
        self.edge_of(1)
    }

    fn edge_of(&self, bound: usize) -> (Tx<u8>, Rx<u8>) {
        let site = Site {
            roster: Arc::clone(&self.roster),
            number: 0,
            is_outside: false,
        };
        let (tx, rx, tally) = edge(bound, site);
        self.gates.lock().push(Arc::clone(tally.gate()));
        (tx, rx)
    }

    /// Does each on a thread of its own; every place is taken before the first one begins.
    fn starts<const N: usize>(&self, works: [Box<dyn FnOnce() + Send>; N]) -> [JoinHandle<()>; N] {
        let works = works.map(|work| (Seat::take(&self.roster, 0, None), work));
        works.map(|(seat, work)| spawn(move || seat.work(work)))
    }

    /// How often it has stalled, when all of it has ended.
    fn stalls<const N: usize>(&self, works: [Box<dyn FnOnce() + Send>; N]) -> usize {
        for thread in self.starts(works) {
            thread.join().unwrap();
        }
        let stalls = self.stalls.load(Ordering::SeqCst);
        assert_eq!(self.roster.take_stall().is_some(), stalls > 0);
        stalls
    }
}

/// Each waits for an item of the other.
fn items_in_a_circle() {
    let run = Small::new();
    let ((to_b, mut from_a), (to_a, mut from_b)) = (run.edge(), run.edge());
    let stalls = run.stalls([
        Box::new(move || {
            assert_eq!(from_b.pop(), None);
            drop(to_b);
        }),
        Box::new(move || {
            assert_eq!(from_a.pop(), None);
            drop(to_a);
        }),
    ]);
    assert_eq!(stalls, 1);
}

#[test]
fn two_that_wait_for_an_item_of_each_other_stall() {
    every(3, 1000, items_in_a_circle);
}

/// One waits for room in that edge, and the other for an item that the first would bring then.
fn room_and_item(run: &Small, (mut full, unread): (Tx<u8>, Rx<u8>)) {
    let (starving, mut starved) = run.edge();
    // Nobody leaves before both have stalled.
    let keeps = Arc::new(Mutex::new(unread));
    let kept = Arc::clone(&keeps);
    let stalls = run.stalls([
        Box::new(move || {
            assert!(full.push(0).is_continue());
            assert_eq!(full.push(1), Break(()));
            drop((starving, kept));
        }),
        Box::new(move || {
            assert_eq!(starved.pop(), None);
            drop(keeps);
        }),
    ]);
    assert_eq!(stalls, 1);
}

/// The same where the edge has room, in the lane of another worker.
fn full_lane() {
    let run = Small::new();
    let (full, unread) = run.edge_of(2);
    full.is_of_equals();
    let _other_lane = full.clone();
    room_and_item(&run, (full, unread));
}

#[test]
fn who_waits_for_room_in_a_lane_stalls_beside_room_in_another() {
    every(2, 1000, full_lane);
}

#[test]
fn control_who_is_taken_to_wait_for_room_in_any_lane_sleeps_for_ever() {
    with(Mutant::RoomInAnyLane, || control_deadlocks(2, full_lane));
}

#[test]
fn one_that_waits_for_room_and_one_that_waits_for_an_item_stall() {
    every(3, 1000, || {
        let run = Small::new();
        let one_slot = run.edge();
        room_and_item(&run, one_slot);
    });
}

#[test]
fn a_thread_that_ends_last_is_what_makes_the_others_stall() {
    every(2, 1000, || {
        let run = Small::new();
        let ((to_b, mut from_a), (to_a, mut from_b)) = (run.edge(), run.edge());
        let (mut to_c, mut last) = run.edge();
        let stalls = run.stalls([
            Box::new(move || {
                // An item comes first, from the one that ends.
                assert_eq!(last.pop(), Some(0));
                assert_eq!(from_b.pop(), None);
                drop(to_b);
            }),
            Box::new(move || {
                assert_eq!(from_a.pop(), None);
                drop(to_a);
            }),
            Box::new(move || assert!(to_c.push(0).is_continue())),
        ]);
        assert_eq!(stalls, 1);
    });
}

/// Two items go over and come back.
fn to_and_fro() {
    let run = Small::new();
    let ((mut to_b, from_a), (mut to_a, mut from_b)) = (run.edge(), run.edge());
    let stalls = run.stalls([
        Box::new(move || {
            for n in 0..2 {
                assert!(to_b.push(n).is_continue(), "cut short");
                assert_eq!(from_b.pop(), Some(n), "cut short");
            }
        }),
        Box::new(move || from_a.for_each(|n| assert!(to_a.push(n).is_continue(), "cut short"))),
    ]);
    assert_eq!(stalls, 0, "cut short");
}

#[test]
fn a_run_that_goes_on_is_no_stall() {
    every(2, 1000, to_and_fro);
    every(3, 1000, || {
        let run = Small::new();
        let (mut tx, rx) = run.edge();
        let stalls = run.stalls([
            Box::new(move || (0..2).for_each(|n| assert!(tx.push(n).is_continue()))),
            Box::new(move || assert_eq!(rx.count(), 2)),
        ]);
        assert_eq!(stalls, 0);
    });
}

#[test]
fn controls_of_the_detector() {
    with(Mutant::NoStall, || control_deadlocks(3, items_in_a_circle));
    with(Mutant::NaiveStall, || {
        assert!(control(2, to_and_fro).contains("cut short"));
    });
}

/// A source that waits for a channel feeds a thread that waits for the clock as well; an item is sent in front of the clock's
/// move, so it has been taken when the clock moves.
fn moved_by(advance: impl Fn(&TestClock, &Arc<Roster>)) {
    let (run, clock) = (Small::new(), TestClock::new());
    run.roster.attend();
    let moves: Arc<dyn Moves> = Arc::clone(&run.roster) as _;
    clock.moves(Arc::downgrade(&moves));
    let (outer, source) = bounded::<u8>(1);
    let (mut tx, mut rx) = run.edge();
    let taken = Arc::new(AtomicUsize::new(0));
    let (counted, waits) = (Arc::clone(&taken), clock.clone());
    let threads = run.starts([
        Box::new(move || {
            loop {
                match source.try_recv() {
                    Ok(item) => assert!(tx.push(item).is_continue()),
                    Err(crate::sync::channel::TryRecvError::Disconnected) => return,
                    Err(crate::sync::channel::TryRecvError::Empty) => {
                        outside(|select| {
                            select.recv(&source);
                        });
                    }
                }
            }
        }),
        Box::new(move || {
            let due = waits.now() + Duration::from_secs(1);
            let clock = Clock::Test(waits);
            while let Ok(Some(_)) = rx.pop_by(due, &clock) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        }),
    ]);
    send(&outer);
    advance(&clock, &run.roster);
    assert_eq!(taken.load(Ordering::SeqCst), 1, "moved too early");
    drop(outer);
    for thread in threads {
        thread.join().unwrap();
    }
}

fn send(outer: &Sender<u8>) {
    outer.try_send(0).unwrap();
}

#[test]
fn a_clock_moves_when_what_was_sent_has_been_worked_off() {
    every(1, 1000, || {
        moved_by(|clock, _| clock.advance(Duration::from_secs(1)));
    });
}

#[test]
fn control_one_roll_call_is_not_enough() {
    let message = control(1, || {
        moved_by(|_, roster| {
            Arc::clone(roster).settle();
        });
    });
    assert!(message.contains("moved too early"), "{message}");
}
