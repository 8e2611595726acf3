//! The stages over borrowed items.

use super::Flow;
use crate::error::ErrorMode;

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// Clones every item. As [`Iterator::cloned`].
    #[inline]
    pub fn cloned<'a, T>(self) -> Flow<'r, impl Iterator<Item = T>, K, M>
    where
        T: Clone + 'a,
        I: Iterator<Item = &'a T>,
    {
        self.then(Iterator::cloned)
    }

    /// Copies every item. As [`Iterator::copied`].
    #[inline]
    pub fn copied<'a, T>(self) -> Flow<'r, impl Iterator<Item = T>, K, M>
    where
        T: Copy + 'a,
        I: Iterator<Item = &'a T>,
    {
        self.then(Iterator::copied)
    }
}
