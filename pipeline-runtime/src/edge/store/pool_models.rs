//! Every schedule of a pool: its wake-ups, its end, and that no item waits for a busy worker.

use crate::edge::{Gate, Outlet, Rx, Tx, alone};
use crate::models::{ALL, control, control_deadlocks, every};
use crate::mutants::{Mutant, with};
use crate::sync::atomic::Arc;
use crate::sync::barrier::Barrier;
use crate::sync::lock::{Condvar, Mutex};
use shuttle::thread::spawn;

fn pool(bound: usize, workers: usize) -> (Tx<usize>, Vec<Rx<usize>>) {
    let (tx, rx, _tally) = alone(bound);
    (tx, std::iter::repeat_n(rx, workers).collect())
}

/// Which items are in somebody's hands, and a wait until there are enough of them.
#[derive(Clone, Default)]
struct Hands(Arc<(Mutex<Vec<usize>>, Condvar)>);

impl Hands {
    fn take(&self, item: usize) {
        let (items, changed) = &*self.0;
        items.lock().push(item);
        changed.notify_all();
    }

    fn wait_for(&self, so_many: usize) {
        let (items, changed) = &*self.0;
        let mut items = items.lock();
        while items.len() < so_many {
            items = changed.wait(items);
        }
    }

    fn are_all_of(&self, so_many: usize) {
        let mut items = self.0.0.lock();
        items.sort_unstable();
        assert!(items.iter().copied().eq(0..so_many), "{items:?}");
    }
}

/// Workers, each of which does `then` with every item it takes; gives the hands, and what waits for them to be through.
fn work(
    workers: Vec<Rx<usize>>,
    then: impl Fn(&Hands, usize) + Clone + Send + 'static,
) -> (Hands, impl FnOnce()) {
    let hands = Hands::default();
    let threads = workers.into_iter().map(|rx| {
        let (hands, then) = (hands.clone(), then.clone());
        spawn(move || {
            for item in rx {
                hands.take(item);
                then(&hands, item);
            }
        })
    });
    let threads: Vec<_> = threads.collect();
    let through = move || {
        for thread in threads {
            thread.join().unwrap();
        }
    };
    (hands, through)
}

/// More items than room, and workers and a sender that fall asleep as often as they can.
fn hand_over() {
    let (mut tx, workers) = pool(1, 2);
    let (hands, through) = work(workers, |_, _| ());
    assert!((0..2).all(|item| tx.push(item).is_continue()));
    drop(tx);
    through();
    hands.are_all_of(2);
}

#[test]
fn every_item_is_taken_once_and_the_end_wakes_every_worker() {
    every(2, 1000, hand_over);
}

#[test]
fn control_a_worker_that_looks_too_early_sleeps_for_ever() {
    with(Mutant::LooksTooEarly, || control_deadlocks(2, hand_over));
}

/// Two items that have to be in two workers' hands at once.
fn side_by_side() {
    let (mut tx, workers) = pool(2, 2);
    let (hands, through) = work(workers, |hands, _| hands.wait_for(2));
    assert!((0..2).all(|item| tx.push(item).is_continue()));
    hands.wait_for(2);
    // Only now: the end wakes everybody.
    drop(tx);
    through();
    hands.are_all_of(2);
}

#[test]
fn no_worker_sleeps_beside_an_item() {
    every(2, 1000, side_by_side);
}

/// Two items for which one and the same worker is called: it was on its way back to sleep when the second one came.
fn called_twice() {
    let (mut tx, mut workers) = super::pool::new::<u8>(2, 2, Barrier::Exact, &Gate::new());
    let [sleeper, busy] = workers.get_disjoint_mut([0, 1]).unwrap();
    sleeper.lies_down();
    for item in 0..2 {
        busy.lies_down();
        tx.put(item).unwrap();
    }
    busy.gets_up();
    assert_eq!(busy.try_recv(), Ok(0));
    assert!(sleeper.side().rung().try_recv().is_ok(), "nobody is called");
    sleeper.gets_up();
    assert_eq!(sleeper.try_recv(), Ok(1));
}

#[test]
fn who_takes_one_of_two_items_calls_another_worker() {
    every(ALL, 1, called_twice);
}

#[test]
fn control_who_calls_nobody_leaves_an_item_beside_a_sleeper() {
    let message = with(Mutant::CallsNobody, || control(ALL, called_twice));
    assert!(message.contains("nobody is called"), "{message}");
}

/// Seven items, of which one keeps its worker busy until all others are done, also the one that this worker has taken
/// together with it.
fn busy() {
    let (mut tx, workers) = pool(16, 2);
    assert!((0..7).all(|item| tx.push(item).is_continue()));
    drop(tx);
    let (hands, through) = work(workers, |hands, item| {
        if item == 1 {
            hands.wait_for(7);
        }
    });
    through();
    hands.are_all_of(7);
}

#[test]
fn what_a_busy_worker_has_taken_too_early_is_taken_over() {
    every(2, 1000, busy);
}

#[test]
fn control_without_that_it_waits_for_ever() {
    with(Mutant::NoStealing, || control_deadlocks(2, busy));
}
