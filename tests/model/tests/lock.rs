//! The model's locks: mutual exclusion, and no wake-up forgotten.

use model::lock::{Condvar, Mutex};
use pipewright_model::{control, explore, model};
use shuttle::thread;
use std::sync::Arc;

#[test]
fn a_lock_keeps_the_others_out_and_a_condition_wakes_all() {
    explore(|| {
        let shared = Arc::new((Mutex::new(0), Condvar::default()));
        let waiting = [0, 1].map(|_| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let mut number = shared.0.lock();
                while *number < 2 {
                    number = shared.1.wait(number);
                }
                let read = *number;
                thread::yield_now();
                *number = read + 1;
            })
        });
        for _ in 0..2 {
            let mut number = shared.0.lock();
            let read = *number;
            thread::yield_now();
            *number = read + 1;
            drop(number);
            shared.1.notify_all();
        }
        for waiter in waiting {
            waiter.join().unwrap();
        }
        assert_eq!(*shared.0.lock(), 4);
    });
}

#[test]
fn control_a_condition_that_is_looked_at_in_front_of_the_lock_deadlocks() {
    let message = control(|| {
        let shared = Arc::new((Mutex::new(false), Condvar::default()));
        let other = Arc::clone(&shared);
        let setter = thread::spawn(move || {
            *other.0.lock() = true;
            other.1.notify_all();
        });
        let set = *shared.0.lock();
        if !set {
            drop(shared.1.wait(shared.0.lock()));
        }
        setter.join().unwrap();
    });
    assert!(message.starts_with("deadlock"), "{message}");
}
