//! Where the runtime gets its time from: the system, or a test that moves it by hand.

use super::atomic::{Arc, Weak};
use super::channel::{self, Receiver, Sender, bounded};
use super::lock::Mutex;
use std::fmt;
use std::time::{Duration, Instant};

/// The source of time of one run.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    #[default]
    /// The system's monotonic clock.
    System,
    /// A clock that a test moves.
    Test(TestClock),
}

/// The system's time, for what is measured and not waited for.
pub(crate) fn now() -> Instant {
    Instant::now()
}

impl Clock {
    pub(crate) fn now(&self) -> Instant {
        match self {
            Self::System => Instant::now(),
            Self::Test(clock) => clock.now(),
        }
    }

    /// Whether the other one is the same.
    pub(crate) fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::System, Self::System) => true,
            (Self::Test(own), Self::Test(other)) => Arc::ptr_eq(&own.0, &other.0),
            _ => false,
        }
    }

    /// Receives once the instant has come; fits a `select`.
    pub(crate) fn at(&self, instant: Instant) -> Receiver<Instant> {
        match self {
            Self::System => channel::at(instant),
            Self::Test(clock) => clock.at(instant),
        }
    }
}

/// What moves by a test's clock: a run.
pub(crate) trait Moves: Send + Sync {
    /// It moves by a test's clock from now on.
    fn attend(&self);

    /// This thread moves the clock and waits until the others rest, or does so no more. Without a place there it does nothing.
    fn rests(self: Arc<Self>, rests: bool);

    /// Blocks until nothing in it moves any more by itself; says how often something has moved by then.
    fn settle(self: Arc<Self>) -> u64;
}

/// A clock that stands still until it is moved: timeouts are tested without sleeping.
///
/// Clones share the same time. Set it on a pipeline with `clock(&test_clock)`.
///
/// ```
/// use pipewright_runtime::test::TestClock;
/// use std::time::Duration;
///
/// let clock = TestClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now() - before, Duration::from_secs(60));
/// ```
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<Hand>>);

struct Hand {
    now: Instant,
    alarms: Vec<(Instant, Sender<Instant>)>,
    moving: Vec<Weak<dyn Moves>>,
}

impl TestClock {
    /// A clock that shows the moment of its making.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Hand {
            now: Instant::now(),
            alarms: Vec::new(),
            moving: Vec::new(),
        })))
    }

    /// The time this clock shows. Never blocks.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.lock().now
    }

    /// A done channel that closes when this clock has moved so far, counted from this call.
    #[must_use]
    pub fn after(&self, time: Duration) -> crate::Done {
        crate::Done::by(time, Clock::Test(self.clone()))
    }

    /// Moves the clock and wakes whoever waits for a time that has now come.
    ///
    /// Blocks first until no stage of a run with this clock can go on by itself: each waits for another one, for the clock, or
    /// for something outside that is not there yet. So what happens before the time and what after it is settled. A run
    /// counts from `spawn`, `iter` or `with_iter` on; with `run` on another thread, from when that has come so far. A stage
    /// that is in your code moves: let it return, or this call does not. (Called in a stage, it waits for those that do not.)
    pub fn advance(&self, by: Duration) {
        let moving: Vec<_> = {
            let mut hand = self.0.lock();
            hand.moving.retain(|run| run.strong_count() > 0);
            hand.moving.iter().filter_map(Weak::upgrade).collect()
        };
        for run in &moving {
            Arc::clone(run).rests(true);
        }
        settle(&moving);
        self.forward(by);
        for run in moving {
            run.rests(false);
        }
    }

    fn forward(&self, by: Duration) {
        let mut hand = self.0.lock();
        hand.now += by;
        let now = hand.now;
        hand.alarms.retain(|(at, alarm)| {
            if *at <= now {
                // One message, a buffer of one, nobody else sends: it fits, or nobody listens any more.
                let _ = alarm.try_send(*at);
            }
            *at > now
        });
    }

    /// Has the run settle before the clock moves.
    pub(crate) fn moves(&self, run: Weak<dyn Moves>) {
        self.0.lock().moving.push(run);
    }

    fn at(&self, instant: Instant) -> Receiver<Instant> {
        let (alarm, receiver) = bounded(1);
        let mut hand = self.0.lock();
        if instant <= hand.now {
            let _ = alarm.try_send(instant);
        } else {
            hand.alarms.push((instant, alarm));
        }
        receiver
    }
}

/// Blocks until nothing in any of them moves any more by itself.
fn settle(runs: &[Arc<dyn Moves>]) {
    let moves = || -> Vec<u64> { runs.iter().map(|run| Arc::clone(run).settle()).collect() };
    let mut before = moves();
    // What one has done may have set another one going, which had been asked already. If none has moved between two rounds,
    // then at the end of the first all rested at once.
    loop {
        let now = moves();
        if now == before {
            return;
        }
        before = now;
    }
}

impl fmt::Debug for TestClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TestClock").field(&self.now()).finish()
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, TestClock};
    use std::time::Duration;

    #[test]
    fn an_alarm_rings_when_its_time_has_come_and_not_before() {
        let test = TestClock::new();
        let clock = Clock::Test(test.clone());
        let alarm = clock.at(clock.now() + Duration::from_secs(2));
        test.advance(Duration::from_secs(1));
        assert!(alarm.try_recv().is_err());
        test.advance(Duration::from_secs(1));
        assert!(alarm.try_recv().is_ok());
    }

    #[test]
    fn an_alarm_for_the_past_rings_at_once() {
        let clock = Clock::Test(TestClock::new());
        assert!(clock.at(clock.now()).try_recv().is_ok());
    }
}
