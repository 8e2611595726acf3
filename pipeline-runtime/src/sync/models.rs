//! Every schedule of a latch, and of the done channel that it is.

use super::atomic::{Arc, AtomicBool, Ordering, Weak};
use super::latch::Latch;
use super::lock::Mutex;
use crate::done::Done;
use crate::models::{ALL, control, control_deadlocks, every};
use crate::mutants::{Mutant, with};
use shuttle::thread::spawn;

/// The parent closes while a child of it is made.
fn a_child_meanwhile() {
    let (closer, parent) = Done::channel();
    let closing = spawn(move || closer.close());
    let (own, child) = parent.child();
    let (first, second) = (child.is_closed(), child.is_closed());
    assert!(second || !first, "it opened again");
    child.wait();
    assert!(parent.is_closed(), "the child closed first");
    closing.join().unwrap();
    drop(own);
}

#[test]
fn a_child_misses_nothing_and_stays_closed() {
    every(ALL, 100, a_child_meanwhile);
}

#[test]
fn control_a_child_that_does_not_follow_waits_for_ever() {
    with(Mutant::OrphanedChild, || {
        control_deadlocks(ALL, a_child_meanwhile);
    });
}

#[test]
fn a_child_of_a_child_of_several_wakes_who_waits() {
    every(5, 1000, || {
        let (first, a) = Done::channel();
        let (second, b) = Done::channel();
        let both = Done::or([a.clone(), b]);
        let waits = both.clone();
        let waiter = spawn(move || {
            let (_own, child) = waits.child();
            child.wait();
            assert!(waits.is_closed());
        });
        let closing = spawn(move || first.close());
        closing.join().unwrap();
        waiter.join().unwrap();
        assert!(a.is_closed() && both.is_closed());
        drop(second);
    });
}

#[test]
fn two_that_close_at_once_close_all_that_follow() {
    every(4, 1000, || {
        let (closer, parent) = Done::channel();
        let (own, child) = parent.child();
        let (_other, grandchild) = child.child();
        let closings = [spawn(move || closer.close()), spawn(move || own.close())];
        grandchild.wait();
        for closing in closings {
            closing.join().unwrap();
        }
        assert!(parent.is_closed() && child.is_closed() && grandchild.is_closed());
    });
}

#[test]
fn a_closer_that_has_returned_has_closed_also_while_the_parent_closes() {
    every(ALL, 100, || {
        let (closer, parent) = Done::channel();
        let (own, child) = parent.child();
        let closing = spawn(move || closer.close());
        own.close();
        assert!(child.is_closed(), "only about to be");
        closing.join().unwrap();
    });
}

#[test]
fn closing_a_child_leaves_its_parent_open() {
    every(ALL, 10, || {
        let (closer, parent) = Done::channel();
        let (own, child) = parent.child();
        let closing = spawn(move || own.close());
        child.wait();
        assert!(!parent.is_closed());
        closing.join().unwrap();
        drop(closer);
    });
}

/// A latch whose `follow` looks in front of the lock.
#[derive(Default)]
struct Hasty {
    is_closed: AtomicBool,
    followers: Mutex<Vec<Weak<Latch>>>,
}

impl Hasty {
    fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        for follower in self.followers.lock().drain(..) {
            follower.upgrade().unwrap().close();
        }
    }

    fn is_followed_by(&self, latch: &Arc<Latch>, looks_under_the_lock: bool) {
        let is_closed = self.is_closed.load(Ordering::SeqCst);
        let mut followers = self.followers.lock();
        if is_closed || (looks_under_the_lock && self.is_closed.load(Ordering::SeqCst)) {
            latch.close();
        } else {
            followers.push(Arc::downgrade(latch));
        }
    }
}

#[test]
fn control_a_look_in_front_of_the_lock_misses_a_close() {
    let model = |looks_under_the_lock| {
        move || {
            let (parent, latch) = (Arc::new(Hasty::default()), Arc::new(Latch::new()));
            let own = Arc::clone(&parent);
            let closing = spawn(move || own.close());
            parent.is_followed_by(&latch, looks_under_the_lock);
            closing.join().unwrap();
            assert!(latch.is_closed(), "missed");
        }
    };
    every(ALL, 10, model(true));
    assert!(control(ALL, model(false)).contains("missed"));
}
