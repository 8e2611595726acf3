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

/// Blocks until one of what is selected is ready, or the caller should look again for another reason: it waits for something
/// that the run does not make itself.
pub(crate) fn outside(mut select: Select<'_>) {
    let seat = SEAT.with(|seat| seat.borrow().clone());
    let Some((roster, place)) = seat else {
        select.ready();
        return;
    };
    if roster.rolls.load(Ordering::Relaxed) {
        until_called(&roster, place, select);
    } else {
        roster.lie_down(place, Wait::Outside, 0);
        select.ready();
        roster.get_up(place);
    }
}

/// As `outside`, but also until the roll is called.
fn until_called(roster: &Roster, place: usize, select: Select<'_>) {
    let (roll, roll_call) = {
        let mut state = roster.state.lock();
        let roll_call = state
            .roll_call
            .get_or_insert_with(|| Arc::new(Latch::new()));
        let roll_call = Arc::clone(roll_call);
        (state.roll, roll_call)
    };
    let mut select = with(select, &roll_call);
    // Looked at behind the number of the roll: what came in front of a call is either seen here, or the number is old.
    if select.try_ready().is_err() {
        roster.lie_down(place, Wait::Outside, roll);
        select.ready();
        roster.get_up(place);
    }
}

fn with<'a>(mut select: Select<'a>, roll_call: &'a Latch) -> Select<'a> {
    select.recv(roll_call.closed());
    select
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
