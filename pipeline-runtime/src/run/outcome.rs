//! How a run ends, decided in one place: panic before error before cancelled before ok; in a class the first one recorded.

use crate::edge::discard;
use crate::mutants::{self, Mutant};
use crate::sync::thread::{Payload, resume_unwind};

/// What has been recorded so far.
#[derive(Debug)]
pub(super) struct Outcome<E> {
    panic: Option<Payload>,
    failure: Option<E>,
    cancelled: bool,
    /// The outcome is out; nothing can change it any more.
    decided: bool,
    /// How many failures and panics came behind the first one.
    later: (u64, u64),
}

impl<E> Default for Outcome<E> {
    fn default() -> Self {
        Self {
            panic: None,
            failure: None,
            cancelled: false,
            decided: false,
            later: (0, 0),
        }
    }
}

impl<E> Outcome<E> {
    /// Keeps the first panic, gives a later one back.
    pub(super) fn panic(&mut self, payload: Payload) -> Option<Payload> {
        if self.panic.is_some() {
            self.later.1 += 1;
            return Some(payload);
        }
        self.panic = Some(payload);
        None
    }

    /// Keeps the first failure, gives a later one back.
    pub(super) fn fail(&mut self, error: E) -> Option<E> {
        if mutants::is(Mutant::LastErrorWins) {
            return self.failure.replace(error);
        }
        if self.failure.is_some() {
            self.later.0 += 1;
            return Some(error);
        }
        self.failure = Some(error);
        None
    }

    /// `false` when it comes too late.
    pub(super) fn cancel(&mut self) -> bool {
        self.cancelled |= !self.decided && !mutants::is(Mutant::CancelIsOk);
        !self.decided
    }

    /// Keeps the stall that cut the run short, gives back a failure that came of it.
    pub(super) fn stall(&mut self, error: E) -> Option<E> {
        let second = self.failure.replace(error);
        self.later.0 += u64::from(second.is_some());
        second
    }

    /// A mutant's.
    pub(super) fn uncancel(&mut self) {
        self.cancelled = false;
    }

    /// Gives what was recorded; nothing can change it any more.
    pub(super) fn close(&mut self) -> Self {
        let closed = Self {
            decided: true,
            later: self.later,
            ..Self::default()
        };
        std::mem::replace(self, closed)
    }

    /// How many failures and panics came behind the first one.
    pub(super) fn later(&self) -> (u64, u64) {
        self.later
    }

    /// `None` is cancelled. A panic is re-raised here, with the payload that the user's code raised.
    pub(super) fn decide(self) -> Option<Result<(), E>> {
        match (self.panic, self.failure) {
            (Some(payload), failure) => {
                // Its drop is the user's and may panic; the first panic is the one to tell.
                discard(failure);
                resume_unwind(payload)
            }
            (None, Some(_)) if mutants::is(Mutant::TailOnFailure) => Some(Ok(())),
            (None, Some(error)) => Some(Err(error)),
            (None, None) if self.cancelled => None,
            (None, None) => Some(Ok(())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Outcome;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn panic_wins_over_error_and_error_over_cancelled_in_every_order_of_recording() {
        let record: [fn(&mut Outcome<u8>); 3] = [
            |o| drop(o.panic(Box::new(7_u8))),
            |o| assert!(o.fail(3).is_none()),
            |o| assert!(o.cancel()),
        ];
        for order in [
            [0, 1, 2],
            [0, 2, 1],
            [1, 0, 2],
            [1, 2, 0],
            [2, 0, 1],
            [2, 1, 0],
        ] {
            let mut outcome = Outcome::default();
            for step in order {
                record[step](&mut outcome);
            }
            let payload = catch_unwind(AssertUnwindSafe(|| outcome.decide())).unwrap_err();
            assert_eq!(payload.downcast_ref::<u8>(), Some(&7));
        }
        let mut outcome = Outcome::default();
        assert!(outcome.cancel());
        assert_eq!(outcome.fail(3), None);
        assert_eq!(outcome.decide(), Some(Err(3)));
    }

    #[test]
    fn the_first_one_recorded_wins_within_its_class() {
        let mut outcome = Outcome::default();
        assert_eq!(outcome.fail(1), None);
        assert_eq!(outcome.fail(2), Some(2));
        assert_eq!(outcome.later(), (1, 0));
        assert_eq!(outcome.decide(), Some(Err(1)));
    }

    #[test]
    fn nothing_recorded_is_ok_and_cancel_comes_too_late_after_that() {
        let mut outcome = Outcome::<u8>::default();
        assert_eq!(outcome.close().decide(), Some(Ok(())));
        assert!(!outcome.cancel());
    }
}
