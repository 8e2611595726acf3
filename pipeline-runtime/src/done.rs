//! The done channel: closed once, read by anybody.

use crate::sync::atomic::Arc;
use crate::sync::channel::{Latch, Receiver, Select, never};
use crate::sync::clock::Clock;
use std::fmt;
use std::time::{Duration, Instant};

/// Closes when its [`Closer`] does; read-only, and cheap to clone.
///
/// The done channel of Go: what it stands for is "nobody needs more".
///
/// ```
/// use pipewright_runtime::Done;
///
/// let (closer, done) = Done::channel();
/// let copy = done.clone();
/// assert!(!copy.is_closed());
/// closer.close();
/// assert!(copy.is_closed());
/// ```
#[derive(Clone)]
pub struct Done {
    latch: Arc<Latch>,
    /// The times at which it closes by itself.
    times: Arc<[Time]>,
}

/// A time that comes by itself.
#[derive(Clone)]
struct Time {
    at: Instant,
    clock: Clock,
    /// Has a message, or none for ever, once the time has come.
    alarm: Receiver<Instant>,
}

/// The writing end of a done channel. Dropping it closes the channel.
#[derive(Debug)]
pub struct Closer(Arc<Latch>);

impl Done {
    /// A done channel: whoever holds the `Closer` ends what watches the `Done`.
    #[must_use]
    pub fn channel() -> (Closer, Self) {
        let latch = Arc::new(Latch::new());
        let done = Self {
            latch: Arc::clone(&latch),
            times: Arc::new([]),
        };
        (Closer(latch), done)
    }

    /// Closes when any of the others does: the or-channel. Starts no thread.
    ///
    /// Of none it never closes.
    ///
    /// ```
    /// use pipewright_runtime::Done;
    /// use std::time::Duration;
    ///
    /// let (closer, stopped) = Done::channel();
    /// let done = Done::or([stopped, Done::after(Duration::from_secs(3600))]);
    /// assert!(!done.is_closed());
    /// closer.close();
    /// assert!(done.is_closed());
    /// ```
    #[must_use]
    pub fn or<I: IntoIterator<Item = Self>>(others: I) -> Self {
        let (mut followed, mut times) = (Vec::new(), Vec::<Time>::new());
        for other in others {
            for time in other.times.iter() {
                // Of each clock the first time counts.
                match times.iter_mut().find(|own| own.clock.is(&time.clock)) {
                    Some(own) if own.at <= time.at => {}
                    Some(own) => *own = time.clone(),
                    None => times.push(time.clone()),
                }
            }
            followed.push(other.latch);
        }
        Self {
            latch: Latch::following(followed),
            times: times.into(),
        }
    }

    /// A done channel that closes with this one, but can be closed alone: for a part of what this one is for.
    ///
    /// Closing the child leaves its parent open.
    ///
    /// ```
    /// use pipewright_runtime::Done;
    ///
    /// let (server, down) = Done::channel();
    /// let (request, gone) = down.child();
    /// request.close();
    /// assert!(gone.is_closed() && !down.is_closed());
    ///
    /// let (_request, gone) = down.child();
    /// server.close();
    /// assert!(gone.is_closed());
    /// ```
    #[must_use]
    pub fn child(&self) -> (Closer, Self) {
        let latch = Latch::following(vec![Arc::clone(&self.latch)]);
        let done = Self {
            latch: Arc::clone(&latch),
            times: Arc::clone(&self.times),
        };
        (Closer(latch), done)
    }

    /// Closes by itself after a time, counted from this call, by the system's clock.
    ///
    /// (A test's clock has its own: [`TestClock::after`](crate::test::TestClock::after).)
    #[must_use]
    pub fn after(time: Duration) -> Self {
        Self::by(time, Clock::System)
    }

    pub(crate) fn by(time: Duration, clock: Clock) -> Self {
        // A time beyond what the system can tell never comes.
        let time = clock.now().checked_add(time).map(|at| Time {
            at,
            alarm: clock.at(at),
            clock,
        });
        Self {
            latch: Arc::new(Latch::new()),
            times: time.into_iter().collect(),
        }
    }

    /// Whether it is closed. Never blocks.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        let is_late = |time: &Time| time.clock.now() >= time.at;
        self.latch.is_closed() || self.times.iter().any(is_late)
    }

    /// Blocks until it is closed.
    pub fn wait(&self) {
        while !self.is_closed() {
            let mut select = Select::new();
            self.add(&mut select);
            select.ready();
        }
    }

    /// A receiver that disconnects when a [`Closer`] closes this, for crossbeam's `select!`. It never has a message.
    ///
    /// Of a `Done` that closes by a time it says nothing about the time: that is [`alarm`](Self::alarm)'s.
    ///
    /// ```
    /// use crossbeam_channel::select;
    /// use pipewright::Done;
    ///
    /// let (closer, done) = Done::channel();
    /// let (_jobs, queue) = crossbeam_channel::bounded::<u32>(1);
    /// closer.close();
    /// let job = select! {
    ///     recv(done.receiver()) -> _ => None,
    ///     recv(queue) -> job => job.ok(),
    /// };
    /// assert_eq!(job, None);
    /// ```
    #[must_use]
    pub fn receiver(&self) -> &Receiver<()> {
        self.latch.closed()
    }

    /// A receiver that has a message when the first time of this has come; never, where it has none.
    ///
    /// Beside [`receiver`](Self::receiver) in a `select!` it makes the whole: no thread has to turn the one into the other.
    #[must_use]
    pub fn alarm(&self) -> Receiver<Instant> {
        let first = self.times.iter().min_by_key(|time| time.remains());
        first.map_or_else(never, |time| time.clock.at(time.at))
    }

    pub(crate) fn add<'a>(&'a self, select: &mut Select<'a>) {
        select.recv(self.latch.closed());
        for time in self.times.iter() {
            select.recv(&time.alarm);
        }
    }
}

impl Time {
    fn remains(&self) -> Duration {
        self.at.saturating_duration_since(self.clock.now())
    }
}

impl Closer {
    /// Closes the done channel. Never blocks.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Closer {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl fmt::Debug for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Done")
            .field("closed", &self.is_closed())
            .finish()
    }
}
