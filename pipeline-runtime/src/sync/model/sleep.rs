//! How a thread of the model waits: asleep, for all it waits for at once, and woken by nothing else.
//!
//! The explorer's `park` may wake without a cause, which would hide a wake-up that somebody forgot; and its `Condvar` takes
//! the end of a scope for such a wake-up and panics. Its futures do neither.

use shuttle::current::me;
use shuttle::future::block_on;
use std::future::poll_fn;
use std::task::{Poll, Waker};
use std::time::Duration;

/// Lets the explorer put other threads first; in front of everything that others can see.
pub(super) fn step() {
    // It knows no time: to it this is a scheduling point and nothing else.
    shuttle::thread::sleep(Duration::ZERO);
}

/// A thread, by the number that the explorer gave it.
type Id = usize;

fn id() -> Id {
    me().into()
}

/// The threads that sleep until something changes here.
#[derive(Debug, Default)]
pub(super) struct Sleepers(Vec<(Id, Waker)>);

impl Sleepers {
    /// Wakes all of them. Who finds nothing for him goes back to sleep.
    pub(super) fn wake(&mut self) {
        for (_, waker) in self.0.drain(..) {
            waker.wake();
        }
    }

    pub(super) fn add(&mut self, waker: &Waker) {
        if !self.has_me() {
            self.0.push((id(), waker.clone()));
        }
    }

    pub(super) fn remove_me(&mut self) {
        let me = id();
        self.0.retain(|(sleeper, _)| *sleeper != me);
    }

    pub(super) fn has_me(&self) -> bool {
        let me = id();
        self.0.iter().any(|(sleeper, _)| *sleeper == me)
    }
}

/// What can be waited for.
pub(super) trait Awaited {
    fn is_ready(&self) -> bool;

    /// Those who sleep until it is.
    fn with_sleepers(&self, work: &mut dyn FnMut(&mut Sleepers));
}

/// Blocks until one of them is ready, and gives the place of the first that is.
pub(super) fn until_ready(awaited: &[&dyn Awaited]) -> usize {
    let place = block_on(poll_fn(|context| {
        // One step, so nothing can become ready between a look and the entry behind it.
        let ready = awaited.iter().position(|end| end.is_ready());
        if let Some(place) = ready {
            return Poll::Ready(place);
        }
        for end in awaited {
            end.with_sleepers(&mut |sleepers| sleepers.add(context.waker()));
        }
        Poll::Pending
    }));
    for end in awaited {
        end.with_sleepers(&mut Sleepers::remove_me);
    }
    place
}
