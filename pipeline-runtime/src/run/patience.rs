//! The one thread that waits for the time of `stop_within`, however often that is called.

use crate::roster::outside;
use crate::sync::channel::{Latch, Receiver, Sender, bounded};
use crate::sync::clock::Clock;
use crate::sync::lock::Mutex;
use crate::sync::thread::OwnedThread;
use std::io;
use std::time::Instant;

/// How long a drain may take.
#[derive(Debug)]
pub(crate) struct Patience {
    state: Mutex<State>,
    /// Has a token when the time has become an earlier one.
    earlier: (Sender<()>, Receiver<()>),
}

#[derive(Debug)]
enum State {
    /// For ever.
    Endless,
    Until(Instant, OwnedThread<()>),
    /// The run has ended.
    Over,
}

impl Patience {
    pub(super) fn new() -> Self {
        Self {
            state: Mutex::new(State::Endless),
            earlier: bounded(1),
        }
    }

    /// It lasts until `due`, or until the time that was said before if that is earlier; `start` starts the thread that waits.
    ///
    /// # Errors
    ///
    /// When that cannot be started.
    pub(crate) fn until(
        &self,
        due: Instant,
        start: impl FnOnce() -> io::Result<OwnedThread<()>>,
    ) -> io::Result<()> {
        let mut state = self.state.lock();
        match &mut *state {
            State::Over => {}
            State::Until(time, _) if *time <= due => {}
            State::Until(time, _) => {
                *time = due;
                // One token is enough: who takes it looks at the time.
                let _ = self.earlier.0.try_send(());
            }
            State::Endless => *state = State::Until(due, start()?),
        }
        Ok(())
    }

    fn due(&self) -> Option<Instant> {
        match &*self.state.lock() {
            State::Until(time, _) => Some(*time),
            State::Endless | State::Over => None,
        }
    }

    /// Blocks until it is at an end, or the run is; whether it is the former. For the thread that waits, which has a place
    /// among those who watch the run.
    pub(crate) fn wait(&self, clock: &Clock, over: &Latch) -> bool {
        // Not known before whoever has started this thread has let go of the state.
        while let Some(due) = self.due() {
            let alarm = clock.at(due);
            let earlier = &self.earlier.1;
            while !over.is_closed() {
                if clock.now() >= due {
                    return true;
                }
                if earlier.try_recv().is_ok() {
                    break;
                }
                outside(|select| {
                    select.recv(over.closed());
                    select.recv(&alarm);
                    select.recv(earlier);
                });
            }
            if over.is_closed() {
                return false;
            }
        }
        false
    }

    /// The run has ended: joins the thread that waits.
    pub(super) fn end(&self) -> Option<OwnedThread<()>> {
        match std::mem::replace(&mut *self.state.lock(), State::Over) {
            State::Until(_, thread) => Some(thread),
            State::Endless | State::Over => None,
        }
    }
}
