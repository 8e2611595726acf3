//! `rate = 1`: what the user says of a stage that the macro cannot see into, held to account.

use super::Flow;
use crate::error::{Error, ErrorKind, ErrorMode, Place};
use crate::run::Run;
use std::cell::Cell;
use std::rc::Rc;

/// How many items a stage has taken and made.
#[derive(Debug, Default)]
pub(super) struct Claim {
    taken: Cell<u64>,
    made: Cell<u64>,
}

/// The input of a stage that gives one item for one: at every pull it has made as many as it has taken.
struct Taken<'r, I, M: ErrorMode> {
    iter: I,
    claim: Rc<Claim>,
    run: &'r Run<M>,
    place: Place,
}

/// Its output.
struct Made<'r, I, M: ErrorMode> {
    iter: I,
    claim: Rc<Claim>,
    run: &'r Run<M>,
    place: Place,
}

#[cold]
fn broken<M: ErrorMode>(run: &Run<M>, claim: &Claim, place: Place) {
    let item = claim.taken.get().checked_sub(1);
    let said = "it gave another number of items than `rate = 1` says";
    run.end(Error::at(
        ErrorKind::Failed,
        Place { item, ..place },
        Some(said.into()),
    ));
}

impl<I: Iterator, M: ErrorMode> Iterator for Taken<'_, I, M> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if self.claim.taken != self.claim.made {
            broken(self.run, &self.claim, self.place);
            return None;
        }
        let item = self.iter.next()?;
        self.claim.taken.set(self.claim.taken.get() + 1);
        Some(item)
    }
}

impl<I: Iterator, M: ErrorMode> Iterator for Made<'_, I, M> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let item = self.iter.next()?;
        self.claim.made.set(self.claim.made.get() + 1);
        if self.claim.made > self.claim.taken {
            broken(self.run, &self.claim, self.place);
            return None;
        }
        Some(item)
    }
}

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// The next stage is said to give one item for one.
    #[doc(hidden)]
    #[track_caller]
    pub fn claiming(self, stage: &'static str) -> Flow<'r, impl Iterator<Item = I::Item>, K, M> {
        let claim = Rc::new(Claim::default());
        let (run, place) = (self.at.run, self.at.place(stage));
        let mut flow = self.then(|iter| Taken {
            iter,
            claim: Rc::clone(&claim),
            run,
            place,
        });
        flow.claim = Some(claim);
        flow
    }

    /// What the stage before gave, counted against what it was given.
    #[doc(hidden)]
    #[track_caller]
    pub fn claimed(mut self, stage: &'static str) -> Flow<'r, impl Iterator<Item = I::Item>, K, M> {
        let claim = self.claim.take().unwrap_or_default();
        let (run, place) = (self.at.run, self.at.place(stage));
        self.then(|iter| Made {
            iter,
            claim,
            run,
            place,
        })
    }
}
