//! How long a side of an edge looks again before it sleeps: learned, so that nobody has to set it.

use super::clock::now;
use std::hint::spin_loop;
use std::thread::yield_now;
use std::time::{Duration, Instant};

/// How many pauses there are in front of the first yield: the lull, and 2, 4 and 8 spins.
const SPUN: u32 = 4;
/// Who does not spin tries it again in one of so many waits.
const WAITS_A_TRY: u32 = 8;
const MOST_YIELDS: u32 = 32;
/// Who finds so many at once does not ride on the other side's heels.
const PLENTY: u64 = 256;
/// Who has yielded so often without a sleep naps.
const YIELDS_A_NAP: u32 = 1000;
/// The least that the system gives, which is some 50 to 100 µs.
const NAP: Duration = Duration::from_nanos(1);
/// A sleep that was shorter than this would better have been a wait.
const SHORT: Duration = Duration::from_micros(100);

/// The waiting of one side of an edge: a blind pause (the *lull*), a few spins, a few yields, then it is spent.
///
/// * There is a lull where the wait before ended at its first look, but with little: each such find moves a cache line
///   from one processor to the other and back, and a short pause gathers many into one. A side that finds nothing at once
///   has none, so an item that comes alone is not kept waiting. It is a yield and not a spin: a thread that has work may be
///   waiting for this processor. It is one and not several: then a thread that has none, but looks, has the others run twice.
/// * There are spins where the wait before was over by the last of them, which shows that the other side runs beside this
///   one. Where it has to run in place of this one, they would only keep it from that.
/// * Who yields all the time is never idle to the scheduler, which then leaves two threads that compute on one processor,
///   beside this one that does not. So it *naps* in between: a moment is enough for the scheduler to move one of them here.
///   Where the edge would fill up meanwhile it does not.
/// * The yields double after a short sleep and halve after a long one. So an idle pipeline sleeps, and is awake for some
///   microseconds at most before it does.
#[derive(Debug)]
pub(crate) struct Backoff {
    yields: u32,
    lulls: bool,
    /// The pauses of this wait so far.
    step: u32,
    /// How many of them come in front of the first yield: `SPUN`, or the lull alone.
    spun: u32,
    /// The waits so far.
    waits: u32,
    /// Whether the last wait ended at its first look, and where the count of items stood then.
    at_once: bool,
    count: u64,
    /// How often it has yielded since it slept or napped, and where the count of items stood then.
    yielded: u32,
    slept_at: u64,
    /// Whether this wait begins with a nap.
    naps: bool,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            yields: MOST_YIELDS / 2,
            lulls: false,
            step: 0,
            spun: SPUN,
            waits: 0,
            at_once: false,
            count: 0,
            yielded: 0,
            slept_at: 0,
            naps: false,
        }
    }
}

impl Backoff {
    /// A wait begins; so many items have passed this side of the edge, which holds at most `bound`.
    pub(crate) fn begin(&mut self, count: u64, bound: usize) {
        let plenty = PLENTY.min(bound as u64 / 4);
        if self.at_once && count - self.count < plenty {
            self.lulls = true;
        }
        self.count = count;
        self.waits = self.waits.wrapping_add(1);
        let spins = self.step <= self.spun || self.waits.is_multiple_of(WAITS_A_TRY);
        self.spun = if spins { SPUN } else { 1 };
        self.step = 0;
        self.at_once = true;
        let is_due = self.yielded >= YIELDS_A_NAP;
        self.naps = is_due && count - self.slept_at < bound as u64;
        if is_due {
            self.has_slept();
        }
    }

    /// Pauses once; `false` when the caller should go to sleep instead.
    pub(crate) fn pause(&mut self) -> bool {
        let step = self.step;
        self.step += 1;
        if step == 0 && self.naps {
            std::thread::sleep(NAP);
        } else if step == 0 {
            if self.lulls {
                self.yield_once();
            }
        } else if step < self.spun {
            spin(1 << step);
        } else if step < self.spun + self.yields {
            if step == self.spun {
                self.at_once = false;
                self.lulls = false;
            }
            self.yield_once();
        } else {
            return crate::mutants::is(crate::mutants::Mutant::Spins);
        }
        true
    }

    /// Sleeps in `sleep`, and learns how long that took.
    pub(crate) fn asleep<R>(&mut self, sleep: impl FnOnce() -> R) -> R {
        let since: Instant = now();
        let woken = sleep();
        self.has_slept();
        self.yields = if now().saturating_duration_since(since) < SHORT {
            (2 * self.yields).min(MOST_YIELDS)
        } else {
            (self.yields / 2).max(1)
        };
        woken
    }

    fn yield_once(&mut self) {
        yield_now();
        self.yielded += 1;
    }

    fn has_slept(&mut self) {
        self.yielded = 0;
        self.slept_at = self.count;
    }
}

fn spin(times: u32) {
    for _ in 0..times {
        spin_loop();
    }
}

#[cfg(test)]
mod tests {
    use super::{Backoff, MOST_YIELDS, SPUN, WAITS_A_TRY};

    fn pauses(backoff: &mut Backoff) -> u32 {
        u32::try_from((0..1000).take_while(|_| backoff.pause()).count()).unwrap()
    }

    #[test]
    fn a_wait_is_spent_after_a_bounded_number_of_pauses_and_the_next_one_has_its_own() {
        let mut backoff = Backoff::default();
        backoff.begin(0, 1024);
        assert_eq!(pauses(&mut backoff), SPUN + MOST_YIELDS / 2);
        backoff.begin(0, 1024);
        assert_eq!(pauses(&mut backoff), 1 + MOST_YIELDS / 2, "without spins");
    }

    #[test]
    fn there_are_spins_where_they_were_enough_and_from_time_to_time() {
        let mut backoff = Backoff::default();
        let mut spins_before_it_pauses = |pauses: u32| {
            backoff.begin(0, 1024);
            (0..pauses).for_each(|_| assert!(backoff.pause()));
            backoff.spun == SPUN
        };
        assert!(spins_before_it_pauses(SPUN));
        assert!(spins_before_it_pauses(SPUN + 1));
        let without = (3..WAITS_A_TRY).all(|_| !spins_before_it_pauses(SPUN + 1));
        assert!(without && spins_before_it_pauses(2));
        assert!(spins_before_it_pauses(2));
    }

    #[test]
    fn who_only_yields_naps_in_between_unless_the_edge_would_fill_up() {
        let naps = |items_a_wait: u64, sleeps: bool| {
            let mut backoff = Backoff::default();
            let waits = (1..200).map(|wait| {
                backoff.begin(wait * items_a_wait, 1024);
                let naps = backoff.naps;
                pauses(&mut backoff);
                if sleeps && wait % 10 == 0 {
                    backoff.asleep(|| ());
                }
                naps
            });
            waits.filter(|naps| *naps).count()
        };
        assert_eq!(naps(4, false), 3);
        assert_eq!(naps(100, false), 0);
        assert_eq!(naps(4, true), 0);
    }

    #[test]
    fn short_sleeps_make_it_wait_longer_and_never_beyond_the_limit() {
        let mut backoff = Backoff::default();
        for _ in 0..9 {
            backoff.asleep(|| ());
        }
        backoff.begin(0, 1024);
        assert_eq!(pauses(&mut backoff), SPUN + MOST_YIELDS);
    }

    #[test]
    fn there_is_a_lull_while_little_is_found_at_once_and_none_when_nothing_is() {
        let mut backoff = Backoff::default();
        let mut lulls_at = |count: u64, bound: usize, finds_at_once: bool| {
            backoff.begin(count, bound);
            if finds_at_once {
                assert!(backoff.pause());
            } else {
                pauses(&mut backoff);
            }
            backoff.lulls
        };
        assert!(!lulls_at(1, 1024, true));
        assert!(lulls_at(2, 1024, true));
        assert!(!lulls_at(3, 1024, false));
        assert!(!lulls_at(4, 1024, true));
        assert!(!lulls_at(1004, 1024, true), "much was found");
        assert!(lulls_at(1005, 1024, true));
        assert!(!lulls_at(1006, 1024, false));
        assert!(!lulls_at(1007, 1, true));
        assert!(
            !lulls_at(1008, 1, true),
            "with one slot there is never more"
        );
    }
}
