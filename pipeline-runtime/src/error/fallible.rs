//! What may stand in front of a `?`, and how its failure ends the run.

use super::{BoxError, Error, ErrorKind, ErrorMode, Plain, Typed};
use std::marker::PhantomData;
use std::panic::Location;

/// Where a failure happened.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub(crate) stage: &'static str,
    pub(crate) location: &'static Location<'static>,
    pub(crate) worker: Option<usize>,
    pub(crate) item: Option<u64>,
}

/// `Result` and `Option`: what `?` can open.
#[diagnostic::on_unimplemented(
    message = "`?` needs items that can fail, but these are `{Self}`",
    label = "`{Self}` is neither a `Result` nor an `Option`",
    note = "leave out the `?`, or let the stage in front of it give a `Result`"
)]
pub trait Fallible: Sized {
    /// How it is opened; a type of its own, so that a wrong `?` is one error and not a chain of them.
    type Check: Check<In = Self>;
}

/// Opens one kind of [`Fallible`].
pub trait Check {
    /// What is opened.
    type In;
    /// What goes on.
    type Ok;
    /// What ends the run.
    type Fault;

    /// # Errors
    ///
    /// The failure, where there is one.
    fn check(item: Self::In) -> Result<Self::Ok, Self::Fault>;
}

/// Opens a `Result`.
#[derive(Debug)]
pub struct IsResult<T, E>(PhantomData<fn() -> (T, E)>);

/// Opens an `Option`.
#[derive(Debug)]
pub struct IsOption<T>(PhantomData<fn() -> T>);

/// The fault of an `Option`: a `None`.
#[derive(Debug)]
pub struct Missing;

#[diagnostic::do_not_recommend]
impl<T, E> Fallible for Result<T, E> {
    type Check = IsResult<T, E>;
}

impl<T, E> Check for IsResult<T, E> {
    type In = Result<T, E>;
    type Ok = T;
    type Fault = E;

    #[inline]
    fn check(item: Result<T, E>) -> Result<T, E> {
        item
    }
}

#[diagnostic::do_not_recommend]
impl<T> Fallible for Option<T> {
    type Check = IsOption<T>;
}

impl<T> Check for IsOption<T> {
    type In = Option<T>;
    type Ok = T;
    type Fault = Missing;

    #[inline]
    fn check(item: Option<T>) -> Result<T, Missing> {
        item.ok_or(Missing)
    }
}

/// A failure of type `X` can end a run of this error mode.
#[diagnostic::on_unimplemented(
    message = "`?` cannot turn `{X}` into the error of this pipeline",
    label = "`{X}` cannot end the run",
    note = "a failure has to be a `std::error::Error + Send + Sync + 'static`, or a string; after `type Error = E;` that `E` needs `From<{X}>` and `From<pipewright::Error>`"
)]
pub trait Ends<X, M: ErrorMode>: Check<Fault = X> {
    /// The error that the run ends with.
    fn end(fault: X, place: Place) -> M::Error;
}

#[diagnostic::do_not_recommend]
impl<T, X: Into<BoxError>> Ends<X, Plain> for IsResult<T, X> {
    fn end(fault: X, place: Place) -> Error {
        Error::at(ErrorKind::Failed, place, Some(fault.into()))
    }
}

#[diagnostic::do_not_recommend]
impl<T, X, E: From<X> + From<Error> + Send + 'static> Ends<X, Typed<E>> for IsResult<T, X> {
    fn end(fault: X, _: Place) -> E {
        fault.into()
    }
}

#[diagnostic::do_not_recommend]
impl<T, M: ErrorMode> Ends<Missing, M> for IsOption<T> {
    fn end(_: Missing, place: Place) -> M::Error {
        M::ending(Error::at(ErrorKind::Missing, place, None))
    }
}
