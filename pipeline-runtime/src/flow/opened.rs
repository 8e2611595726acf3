//! `try_map_init(init, f)?`: a state whose making may fail, and a stage that may fail with it.

use super::Flow;
use crate::error::{Check, Ends, ErrorMode, Fallible, IsResult, Place};
use std::fmt;
use std::marker::PhantomData;

/// `try_map_init` before its `?`.
#[must_use]
pub struct TryMapInit<'r, I, N, F, R, B, K, M: ErrorMode> {
    flow: Flow<'r, I, K, M>,
    init: N,
    f: F,
    gives: PhantomData<fn() -> (R, B)>,
}

impl<I, N, F, R, B, K, M: ErrorMode> fmt::Debug for TryMapInit<'_, I, N, F, R, B, K, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TryMapInit").finish_non_exhaustive()
    }
}

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// As `map_init`, where both the making of the state and the stage itself may fail; its `?` is for both.
    #[inline]
    pub fn try_map_init<S, R, B, N, F>(self, init: N, f: F) -> TryMapInit<'r, I, N, F, R, B, K, M>
    where
        N: FnOnce() -> R,
        R: Fallible<Check: Check<Ok = S>>,
        F: FnMut(&mut S, I::Item) -> B,
    {
        TryMapInit {
            flow: self,
            init,
            f,
            gives: PhantomData,
        }
    }
}

/// The failure of one of the two closures.
#[derive(Debug)]
pub enum Either<A, B> {
    /// Of the one that makes the state.
    Init(A),
    /// Of the stage.
    Step(B),
}

/// Opens the items of a `try_map_init` whose closures give `R` and `B`.
#[derive(Debug)]
pub struct IsEither<C, D>(PhantomData<fn() -> (C, D)>);

impl<C: Check, D: Check> Check for IsEither<C, D> {
    type In = Result<D::Ok, Either<C::Fault, D::Fault>>;
    type Ok = D::Ok;
    type Fault = Either<C::Fault, D::Fault>;

    #[inline]
    fn check(item: Self::In) -> Result<Self::Ok, Self::Fault> {
        IsResult::check(item)
    }
}

#[diagnostic::do_not_recommend]
impl<C, D, X, Y, M: ErrorMode> Ends<Either<X, Y>, M> for IsEither<C, D>
where
    C: Ends<X, M>,
    D: Ends<Y, M>,
{
    fn end(fault: Either<X, Y>, place: Place) -> M::Error {
        match fault {
            Either::Init(fault) => C::end(fault, place),
            Either::Step(fault) => D::end(fault, place),
        }
    }
}

impl<'r, I, N, F, R, B, K, M: ErrorMode> TryMapInit<'r, I, N, F, R, B, K, M> {
    /// The `?` of `try_map_init`: the first failure of either closure ends the run.
    #[inline]
    #[track_caller]
    pub fn or_fail<S, C, D, X, Y, P>(
        self,
        stage: &'static str,
    ) -> Flow<'r, impl Iterator<Item = D::Ok>, K, M>
    where
        I: Iterator,
        M: ErrorMode<Itself = P>,
        N: FnOnce() -> R,
        F: FnMut(&mut S, I::Item) -> B,
        R: Fallible<Check = C>,
        C: Check<In = R, Ok = S, Fault = X> + Ends<X, P>,
        B: Fallible<Check = D>,
        D: Check<In = B, Fault = Y> + Ends<Y, P>,
        P: ErrorMode<Error = M::Error>,
    {
        let Self {
            flow, init, mut f, ..
        } = self;
        let (mut init, mut made) = (Some(init), None);
        let step = move |item| {
            if let Some(init) = init.take() {
                made = Some(C::check(init()).map_err(Either::Init)?);
            }
            // A failed `init` has ended the chain, so there is a state.
            let made = made.as_mut().expect("an item after a state was made");
            D::check(f(made, item)).map_err(Either::Step)
        };
        flow.map(step).fail_by::<IsEither<C, D>, _, P>(stage)
    }
}
