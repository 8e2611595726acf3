//! What a `buffer` does when it is full and must not wait: it drops an item.

use super::ends::{Rx, Tap, Tx};
use super::{Feeder, Outlet};
use crate::sync::atomic::Arc;
use std::ops::ControlFlow::{self, Continue};

/// `buffer(n, drop_newest)`: what finds no room is dropped.
#[derive(Debug)]
pub struct DropNewest<T>(Tx<T>);

/// `buffer(n, drop_oldest)`: what has waited longest makes room.
#[derive(Debug)]
pub struct DropOldest<T> {
    tx: Tx<T>,
    oldest: Tap<T>,
}

impl<T> Tx<T> {
    /// The same end, dropping what finds no room.
    #[must_use]
    pub fn drop_newest(self, _: &Rx<T>) -> DropNewest<T> {
        DropNewest(self)
    }

    /// The same end, dropping what has waited longest.
    #[must_use]
    pub fn drop_oldest(self, rx: &Rx<T>) -> DropOldest<T> {
        DropOldest {
            tx: self,
            oldest: rx.tap(),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T> Outlet<T> for DropNewest<T> {
    #[inline]
    fn push(&mut self, item: T) -> ControlFlow<()> {
        self.0.try_push(item).unwrap_or_else(|item| {
            self.0.tally().refuse_one();
            drop(item);
            Continue(())
        })
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.0.is_fed_by(feeder);
    }

    fn refuse(&mut self) {
        self.0.refuse();
    }
}

#[diagnostic::do_not_recommend]
impl<T> Outlet<T> for DropOldest<T> {
    #[inline]
    fn push(&mut self, mut item: T) -> ControlFlow<()> {
        loop {
            match self.tx.try_push(item) {
                Ok(pushed) => return pushed,
                Err(back) => item = back,
            }
            // The consumer may have taken it meanwhile: then there is room anyway.
            self.oldest.drop_oldest();
        }
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.tx.is_fed_by(feeder);
    }

    fn refuse(&mut self) {
        self.tx.refuse();
    }
}
