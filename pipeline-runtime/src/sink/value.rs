//! What a sink gives, until the run has ended.

use crate::error::{Check, Ends, ErrorMode, Fallible};
use crate::flow::At;
use std::fmt;

/// The result of a sink; none when a failure has ended the run.
#[must_use]
pub struct Value<'r, V, M: ErrorMode> {
    value: Option<V>,
    at: At<'r, M>,
}

impl<'r, V, M: ErrorMode> Value<'r, V, M> {
    pub(crate) fn new(value: Option<V>, at: At<'r, M>) -> Self {
        Self { value, at }
    }

    pub(crate) fn into_value(self) -> Option<V> {
        self.value
    }

    /// The `?` of a sink's result: an `Err` or a `None` ends the run and is what `run` returns.
    #[track_caller]
    pub fn or_fail<C, X, P>(self, stage: &'static str) -> Value<'r, C::Ok, M>
    where
        M: ErrorMode<Itself = P>,
        V: Fallible<Check = C>,
        C: Check<In = V, Fault = X> + Ends<X, P>,
        P: ErrorMode<Error = M::Error>,
    {
        let value = open::<C, X, P, M>(self.value, &self.at, stage);
        Value { value, at: self.at }
    }
}

/// Opens a value, or ends the run.
#[track_caller]
pub(super) fn open<C, X, P, M>(
    value: Option<C::In>,
    at: &At<'_, M>,
    stage: &'static str,
) -> Option<C::Ok>
where
    C: Check<Fault = X> + Ends<X, P>,
    P: ErrorMode<Error = M::Error>,
    M: ErrorMode,
{
    match C::check(value?) {
        Ok(value) => Some(value),
        // What a run that is cut short has made so far is no result: its fault is not why it ends.
        Err(_) if at.run.was_cut() => None,
        Err(fault) => {
            at.run.fail(C::end(fault, at.place(stage)));
            None
        }
    }
}

impl<'r, T, M: ErrorMode> Value<'r, Option<T>, M> {
    /// The result of a `reduce` over a region's parts: there is at least one worker, so there is a value.
    #[doc(hidden)]
    pub fn of_parts(self) -> Value<'r, T, M> {
        Value {
            value: self.value.flatten(),
            at: self.at,
        }
    }
}

impl<V, M: ErrorMode> fmt::Debug for Value<'_, V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Value")
            .field("present", &self.value.is_some())
            .finish_non_exhaustive()
    }
}
