//! A closure as a source: it pushes, on a thread of its own.

use crate::edge::Tx;
use crate::emitter::{Emitter, Never, Stopped};
use crate::error::{Check, Ends, ErrorMode, Fallible};
use crate::flow::At;
use crate::run::Run;
use std::fmt;
use std::marker::PhantomData;

/// A push source that has not started yet.
#[must_use]
pub struct Generate<T, U, F> {
    f: F,
    gives: PhantomData<fn() -> (T, U)>,
}

/// A source that calls `f` once, on a thread of its own; what `f` pushes are the items.
///
/// When nobody listens any more `push` gives [`Stopped`], and `f` should return. With `?` behind it `f` may fail; a failure
/// after `Stopped` is none.
pub fn generate<T, U, F>(f: F) -> Generate<T, U, F>
where
    F: FnOnce(&mut Emitter<T>) -> U,
{
    Generate {
        f,
        gives: PhantomData,
    }
}

/// A closure of `generate` that has no failure to tell.
#[diagnostic::on_unimplemented(
    message = "what the closure of `generate` returns is dropped",
    label = "returns `{Self}`",
    note = "write `generate(..)?` when it can fail, else let it return nothing"
)]
pub trait SaysNothing {}

impl SaysNothing for () {}
impl SaysNothing for Result<(), Stopped> {}
impl SaysNothing for Never {}

impl<T, U, F: FnOnce(&mut Emitter<T>) -> U> Generate<T, U, F> {
    /// Runs it into an edge.
    pub fn feed<M: ErrorMode>(self, run: &Run<M>, tx: Tx<T>)
    where
        U: SaysNothing,
    {
        (self.f)(&mut Emitter::edge(tx, run.source_gate()));
    }

    /// The `?` of `generate`: runs it into an edge; its failure ends the run.
    #[track_caller]
    pub fn or_fail<C, X, M: ErrorMode>(self, run: &Run<M>, tx: Tx<T>, stage: &'static str)
    where
        U: Fallible<Check = C>,
        C: Check<In = U, Fault = X> + Ends<X, M>,
    {
        let place = At::whole(run).place(stage);
        let mut out = Emitter::edge(tx, run.source_gate());
        let ended = C::check((self.f)(&mut out));
        if let Err(fault) = ended
            && !out.is_stopped()
        {
            run.fail(C::end(fault, place));
        }
    }
}

impl<T, U, F> fmt::Debug for Generate<T, U, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generate").finish_non_exhaustive()
    }
}
