//! How many items a worker of a pool takes at a time.

use crate::sync::clock::now;
use std::time::{Duration, Instant};

/// A worker takes at most this much work at a time.
const WORK: Duration = Duration::from_micros(20);
const MOST: usize = 64;

/// Learned for each worker by what its items take, so that nobody has to set it.
///
/// It begins with one item, at most doubles, and takes no more than 20 microseconds' worth, no more than a fair part of what
/// there is (guided self-scheduling: half of it, divided by the workers; Polychronopoulos and Kuck, 1987), and no more than 64.
#[derive(Debug)]
pub(super) struct Pace {
    most: usize,
    workers: usize,
    share: usize,
    took: usize,
    since: Option<Instant>,
}

impl Pace {
    /// For one of so many workers, of an edge that holds at most `bound` items.
    pub(super) fn new(bound: usize, workers: usize) -> Self {
        Self {
            most: (bound / (4 * workers)).clamp(1, MOST),
            workers,
            share: 1,
            took: 0,
            since: None,
        }
    }

    /// How many to take of the `held` that there are.
    pub(super) fn next_share(&mut self, held: usize) -> usize {
        if self.most == 1 {
            return 1;
        }
        let at = now();
        if let Some(since) = self.since
            && self.took > 0
        {
            // An explorer's schedule must not depend on the time it takes.
            let is_timed = !cfg!(pipewright_model);
            let busy = at.saturating_duration_since(since);
            self.learns(if is_timed { busy } else { Duration::ZERO });
        }
        self.since = Some(at);
        self.share.min(held.div_ceil(2 * self.workers))
    }

    /// What it took last has kept the worker busy for so long.
    fn learns(&mut self, busy: Duration) {
        let an_item = busy.as_nanos() / self.took as u128;
        let worth = WORK.as_nanos() / an_item.max(1);
        let worth = usize::try_from(worth).unwrap_or(MOST);
        self.share = worth.clamp(1, (2 * self.share).min(self.most));
    }

    /// It has taken so many.
    pub(super) fn took(&mut self, items: usize) {
        self.took = items;
    }

    /// It waits for items from here: that is no work.
    pub(super) fn pauses(&mut self) {
        self.since = None;
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, MOST, Pace};

    fn after(items: usize, an_item: Duration, shares: usize) -> usize {
        let mut pace = Pace::new(1024, 2);
        for _ in 0..shares {
            pace.took(items);
            pace.learns(an_item * u32::try_from(items).unwrap());
        }
        pace.share
    }

    #[test]
    fn a_share_doubles_at_most_up_to_its_limit_and_is_one_for_slow_items() {
        assert_eq!(after(1, Duration::from_nanos(10), 3), 8);
        assert_eq!(after(1, Duration::from_nanos(10), 30), MOST);
        assert_eq!(after(4, Duration::from_micros(1), 30), 20);
        assert_eq!(after(4, Duration::from_micros(100), 30), 1);
    }

    #[test]
    fn a_share_is_a_fair_part_of_what_there_is_and_of_the_edge() {
        let mut pace = Pace::new(1024, 2);
        for _ in 0..9 {
            pace.took(1);
            pace.learns(Duration::ZERO);
        }
        assert_eq!(pace.next_share(1000), MOST);
        assert_eq!(pace.next_share(100), 25);
        assert_eq!(pace.next_share(1), 1);
        assert_eq!(Pace::new(8, 2).most, 1);
        assert_eq!(Pace::new(64, 4).most, 4);
    }
}
