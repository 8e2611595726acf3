//! A thread's place on the roster of its run.

use super::{Place, Roster, Wait};
use crate::sync::atomic::{Arc, Ordering};
use crate::sync::channel::{Latch, Select};
use crate::sync::clock::now;
use crate::sync::thread::thread_local;
use std::cell::RefCell;

thread_local! {
    /// The run that this thread works for, and its place there; of nested runs the innermost.
    static SEAT: RefCell<Option<(Arc<Roster>, usize)>> = const { RefCell::new(None) };
}

/// A place that is taken from before its thread starts until its work has ended.
#[derive(Debug)]
pub(crate) struct Seat {
    roster: Arc<Roster>,
    place: usize,
}

impl Seat {
    /// Takes a place for a thread that will work for the run.
    pub(crate) fn take(roster: &Arc<Roster>, section: usize, worker: Option<usize>) -> Self {
        let mut state = roster.state.lock();
        let place = state.places.len();
        state.places.push(Place {
            section,
            worker,
            ..Place::default()
        });
        state.live += 1;
        Self {
            roster: Arc::clone(roster),
            place,
        }
    }

    /// Says which section it works on, where that was not known before.
    pub(crate) fn works_on(&self, section: usize, worker: Option<usize>) {
        let place = &mut self.roster.state.lock().places[self.place];
        (place.section, place.worker) = (section, worker);
    }

    /// Does the work of the thread that sits here.
    pub(crate) fn work(&self, work: impl FnOnce()) {
        let own = Some((Arc::clone(&self.roster), self.place));
        let _outer = Outer(SEAT.with(|seat| seat.replace(own)));
        let began = self.roster.is_measured().then(now);
        work();
        if let Some(began) = began {
            let lasted = now().saturating_duration_since(began);
            self.roster.state.lock().places[self.place].lasted += lasted;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut state = self.roster.state.lock();
        state.live -= 1;
        self.roster.look(state);
    }
}

/// The seat of the run around this one; taken again when the inner run is through, also by a panic.
struct Outer(Option<(Arc<Roster>, usize)>);

impl Drop for Outer {
    fn drop(&mut self) {
        // Whatever it does next, it is not for this run: nobody is to wait for it.
        super::debts::pay();
        drop(SEAT.with(|seat| seat.replace(self.0.take())));
    }
}

/// This thread's place on that roster.
pub(super) fn of(roster: &Arc<Roster>) -> Option<usize> {
    SEAT.with(|seat| match &*seat.borrow() {
        Some((own, place)) if Arc::ptr_eq(own, roster) => Some(*place),
        _ => None,
    })
}

/// Blocks until one of what `add` selects is ready: something that the run does not make itself.
pub(crate) fn outside<'a>(add: impl Fn(&mut Select<'a>)) {
    super::debts::pay();
    let seat = SEAT.with(|seat| seat.borrow().clone());
    match seat {
        Some((roster, place)) if roster.rolls.load(Ordering::Relaxed) => {
            until_ready(&roster, place, add);
        }
        Some((roster, place)) => {
            roster.lie_down(place, Wait::Outside, 0);
            selected(add).ready();
            roster.get_up(place);
        }
        None => {
            selected(add).ready();
        }
    }
}

fn selected<'a>(add: impl Fn(&mut Select<'a>)) -> Select<'a> {
    let mut select = Select::new();
    add(&mut select);
    select
}

/// As `outside`, where a roll may be called: who hears it looks in its sleep, and has not moved if there is nothing.
fn until_ready<'a>(roster: &Roster, place: usize, add: impl Fn(&mut Select<'a>)) {
    let mut is_asleep = false;
    loop {
        let (roll, roll_call) = roster.roll();
        let mut select = selected(&add);
        // Looked at behind the number of the roll: what came in front of a call is either seen here, or the number is old.
        if select.try_ready().is_ok() {
            break;
        }
        if is_asleep {
            roster.hears(place, roll);
        } else {
            roster.lie_down(place, Wait::Outside, roll);
            is_asleep = true;
        }
        with(select, &roll_call).ready();
    }
    if is_asleep {
        roster.get_up(place);
    }
}

fn with<'a>(mut select: Select<'a>, roll_call: &'a Latch) -> Select<'a> {
    select.recv(roll_call.closed());
    select
}

impl Roster {
    /// The number of the last roll, and what closes at the next one.
    fn roll(&self) -> (u64, Arc<Latch>) {
        let mut state = self.state.lock();
        let roll_call = state
            .roll_call
            .get_or_insert_with(|| Arc::new(Latch::new()));
        let roll_call = Arc::clone(roll_call);
        (state.roll, roll_call)
    }

    /// A sleeper has looked since that roll, and found nothing.
    fn hears(&self, place: usize, roll: u64) {
        let mut state = self.state.lock();
        state.places[place].roll = roll;
        self.look(state);
    }
}

/// Waits in `wait`; where times are taken, that is what the thread could not go on for.
pub(crate) fn timed<R>(roster: &Arc<Roster>, wait: impl FnOnce() -> R) -> R {
    if !roster.is_measured() {
        return wait();
    }
    let since = now();
    let waited = wait();
    if let Some(place) = of(roster) {
        let time = now().saturating_duration_since(since);
        roster.state.lock().places[place].blocked += time;
    }
    waited
}
