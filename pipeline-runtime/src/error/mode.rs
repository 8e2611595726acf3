//! The two ways in which a run keeps its first failure: boxed with its place, or as the user's own type.

use super::Error;
use crate::source::{Nobody, Nothing};
use std::marker::PhantomData;

/// How failures of a run are kept: [`Plain`], or [`Typed`] after `type Error = ..;`.
pub trait ErrorMode: Sized + 'static {
    /// What `run` gives.
    type Error: Send + 'static;
    /// This mode: what a bound names that is to be blamed on a `?`, not on all that stands in front of it.
    type Itself: ErrorMode<Error = Self::Error>;

    /// Turns an ending that is not a failure of a stage (cancelled, a thread that could not start) into it.
    fn ending(error: Error) -> Self::Error;
}

/// Failures are boxed, with the place where they happened.
#[derive(Debug)]
pub struct Plain;

/// Failures become an `E` by `From`, exactly as `?` does in a function.
#[derive(Debug)]
pub struct Typed<E>(PhantomData<fn() -> E>);

/// What `type Error = ..;` can name.
///
/// There are two impls, of which the second is never taken, so that for what is none the compiler takes none: then it does
/// not know what comes behind, and the mistake is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of this pipeline",
    label = "`{Self}` cannot be made of the other endings of a run",
    note = "a run can be cancelled, or fail to start: `{Self}` needs `From<pipewright::Error>`, and `Send + 'static`"
)]
pub trait OwnError<V>: Sized {
    /// How failures are kept.
    type Mode: ErrorMode<Error = Self>;
}

#[diagnostic::do_not_recommend]
impl<E: From<Error> + Send + 'static> OwnError<Plain> for E {
    type Mode = Typed<E>;
}

#[diagnostic::do_not_recommend]
impl<E: From<Error> + Send + 'static + Nothing> OwnError<Nobody> for E {
    type Mode = Typed<E>;
}

impl ErrorMode for Plain {
    type Error = Error;
    type Itself = Self;

    fn ending(error: Error) -> Error {
        error
    }
}

impl<E: From<Error> + Send + 'static> ErrorMode for Typed<E> {
    type Error = E;
    type Itself = Self;

    fn ending(error: Error) -> E {
        error.into()
    }
}
