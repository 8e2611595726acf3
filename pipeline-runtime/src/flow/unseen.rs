//! Failures that would vanish: `count` and `flatten` over `Result`s, and a `flat_map` closure that returns one.
//!
//! The compiler looks for an inherent method before a trait's, so a method of that name exists for `Result`s, with a bound that
//! nobody meets, and one for everything else in a trait that expansions import. For an item type that is generic it never
//! fires.

use super::Flow;
use super::adaptors::Flat;
use crate::error::ErrorMode;

/// Never implemented: what would have to hold for a stage that does not look at failures.
///
/// It is asked of what is in the `Result`: of a type that is not known, because of another mistake, the compiler then says
/// nothing more.
#[diagnostic::on_unimplemented(
    message = "the failures of this stream are dropped",
    label = "its items are `Result`s, and this does not look at them",
    note = "`?` ends the run at the first failure, `split_result` makes a stream of them, `filter_map(Result::ok)` drops them"
)]
pub trait Seen<E> {}

impl<I, T, E, K, M: ErrorMode> Flow<'_, I, K, M>
where
    I: Iterator<Item = Result<T, E>>,
{
    /// The next stage would not look at the failures.
    #[doc(hidden)]
    #[inline]
    pub fn failures_seen(self) -> Self
    where
        T: Seen<E>,
    {
        self
    }
}

impl<I, F, T, E, K, M: ErrorMode> Flow<'_, Flat<I, F, Result<T, E>>, K, M> {
    /// The stage before has not looked at the failures.
    #[doc(hidden)]
    #[inline]
    pub fn failures_spread(self) -> Self
    where
        T: Seen<E>,
    {
        self
    }
}

/// The same for what is no `Result`.
pub trait NothingUnseen: Sized {
    /// As the inherent method.
    #[inline]
    #[must_use]
    fn failures_seen(self) -> Self {
        self
    }

    /// As the inherent method.
    #[inline]
    #[must_use]
    fn failures_spread(self) -> Self {
        self
    }
}

impl<I, K, M: ErrorMode> NothingUnseen for Flow<'_, I, K, M> {}
