//! The two ways in which a run keeps its first failure: boxed with its place, or as the user's own type.

use super::Error;
use std::marker::PhantomData;

/// How failures of a run are kept: [`Plain`], or [`Typed`] after `type Error = ..;`.
pub trait ErrorMode: Sized + 'static {
    /// What `run` gives.
    type Error: Send + 'static;

    /// Turns an ending that is not a failure of a stage (cancelled, a thread that could not start) into it.
    fn ending(error: Error) -> Self::Error;
}

/// Failures are boxed, with the place where they happened.
#[derive(Debug)]
pub struct Plain;

/// Failures become an `E` by `From`, exactly as `?` does in a function.
#[derive(Debug)]
pub struct Typed<E>(PhantomData<fn() -> E>);

impl ErrorMode for Plain {
    type Error = Error;

    fn ending(error: Error) -> Error {
        error
    }
}

impl<E: From<Error> + Send + 'static> ErrorMode for Typed<E> {
    type Error = E;

    fn ending(error: Error) -> E {
        error.into()
    }
}
