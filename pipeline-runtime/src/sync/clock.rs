//! Where the runtime gets its time from: the system, or a test that moves it by hand.

use super::atomic::Arc;
use super::channel::{Receiver, Sender, bounded};
use super::lock::Mutex;
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

impl Clock {
    pub(crate) fn now(&self) -> Instant {
        match self {
            Self::System => Instant::now(),
            Self::Test(clock) => clock.now(),
        }
    }

    /// Receives once the instant has come; fits a `select`.
    pub(crate) fn at(&self, instant: Instant) -> Receiver<Instant> {
        match self {
            Self::System => crossbeam_channel::at(instant),
            Self::Test(clock) => clock.at(instant),
        }
    }
}

/// A clock that stands still until it is moved: timeouts are tested without sleeping.
///
/// Clones share the same time.
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
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<Hand>>);

#[derive(Debug)]
struct Hand {
    now: Instant,
    alarms: Vec<(Instant, Sender<Instant>)>,
}

impl TestClock {
    /// A clock that shows the moment of its making.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Hand {
            now: Instant::now(),
            alarms: Vec::new(),
        })))
    }

    /// The time this clock shows. Never blocks.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.0.lock().now
    }

    /// Moves the clock and wakes whoever waits for a time that has now come. Never blocks.
    pub fn advance(&self, by: Duration) {
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
