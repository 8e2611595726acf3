//! The seven sinks whose `?` is their closure's: `for_each`, `fold`, `fold_by`, `reduce`, `any`, `all` (and `generate`,
//! which is no sink). They are lazy until their `?`, because only there is it known how what the closure gives is opened.

use super::Value;
use super::by_key::{Folds, begun, finished};
use crate::error::{Check, Ends, ErrorMode, Fallible, Place};
use crate::flow::{At, Flow, Whole};
use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::ops::ControlFlow::{Break, Continue};

/// A flow in front of a sink whose closure may fail.
#[must_use]
pub struct Trying<'r, I, K, M: ErrorMode>(pub(super) Flow<'r, I, K, M>);

impl<'r, I: Iterator, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// The next sink's closure may fail.
    #[doc(hidden)]
    #[inline]
    pub fn trying(self) -> Trying<'r, I, K, M> {
        Trying(self)
    }
}

impl<I, K, M: ErrorMode> fmt::Debug for Trying<'_, I, K, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Trying").field(&self.0).finish()
    }
}

/// A sink whose closure gives an `R`, before its `?`.
#[must_use]
pub struct Try<'r, S, R, K, M: ErrorMode> {
    pub(super) sink: S,
    pub(super) at: At<'r, M>,
    kind: PhantomData<(fn() -> R, K)>,
}

impl<'r, S, R, K, M: ErrorMode> Try<'r, S, R, K, M> {
    pub(super) fn new(sink: S, at: At<'r, M>) -> Self {
        Self {
            sink,
            at,
            kind: PhantomData,
        }
    }
}

impl<S, R, K, M: ErrorMode> fmt::Debug for Try<'_, S, R, K, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Try").finish_non_exhaustive()
    }
}

/// The loop of a sink whose closure's result is opened by `C`.
pub trait TrySink<C: Check> {
    /// What it gives when nothing failed.
    type Out;

    /// # Errors
    ///
    /// The first failure.
    fn drive(self, seen: &mut u64) -> Result<Self::Out, C::Fault>;
}

/// Drives a sink; a failure ends the run.
pub(super) fn drive<C, X, P, S, M>(sink: S, at: &At<'_, M>, place: Place) -> Option<S::Out>
where
    C: Check<Fault = X> + Ends<X, P>,
    P: ErrorMode<Error = M::Error>,
    S: TrySink<C>,
    M: ErrorMode,
{
    let mut seen = 0;
    match sink.drive(&mut seen) {
        Ok(value) => Some(value),
        Err(fault) => {
            at.run.fail(C::end(
                fault,
                Place {
                    item: Some(seen),
                    ..place
                },
            ));
            None
        }
    }
}

impl<'r, S, R, M: ErrorMode> Try<'r, S, R, Whole, M> {
    /// The `?` of this sink: its closure's first failure ends the run and is what `run` returns.
    #[track_caller]
    pub fn or_fail<C, X, P>(self, stage: &'static str) -> Value<'r, S::Out, M>
    where
        M: ErrorMode<Itself = P>,
        R: Fallible<Check = C>,
        C: Check<In = R, Fault = X> + Ends<X, P>,
        P: ErrorMode<Error = M::Error>,
        S: TrySink<C>,
    {
        let place = self.at.place(stage);
        let value = drive::<C, X, P, S, M>(self.sink, &self.at, place);
        Value::new(value, self.at)
    }
}

/// Folds while nothing fails. `seen` is the number of items that did not.
fn try_fold<I: Iterator, A, X>(
    mut iter: I,
    init: A,
    seen: &mut u64,
    mut step: impl FnMut(A, I::Item) -> Result<A, X>,
) -> Result<A, X> {
    let mut count = 0;
    let folded = iter.try_fold(init, |acc, item| match step(acc, item) {
        Ok(acc) => {
            count += 1;
            Continue(acc)
        }
        Err(fault) => Break(fault),
    });
    *seen = count;
    match folded {
        Continue(acc) => Ok(acc),
        Break(fault) => Err(fault),
    }
}

macro_rules! lazy_sink {
    ($name:ident { $($field:ident: $kind:ident),* }) => {
        #[doc = "A lazy sink."]
        #[must_use]
        pub struct $name<$($kind),*> { $(pub(super) $field: $kind),* }

        impl<$($kind),*> fmt::Debug for $name<$($kind),*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

lazy_sink!(TryForEach { iter: I, f: F });
lazy_sink!(TryFold {
    iter: I,
    init: A,
    f: F
});
lazy_sink!(TryFoldBy {
    iter: I,
    key: N,
    init: A,
    f: F
});
lazy_sink!(TryReduce { iter: I, f: F });
lazy_sink!(TryTest {
    iter: I,
    p: P,
    ends_at: E
});

impl<I, F, C> TrySink<C> for TryForEach<I, F>
where
    I: Iterator,
    C: Check<Ok = ()>,
    F: FnMut(I::Item) -> C::In,
{
    type Out = ();

    #[inline]
    fn drive(self, seen: &mut u64) -> Result<(), C::Fault> {
        let Self { iter, mut f } = self;
        try_fold(iter, (), seen, |(), item| C::check(f(item)))
    }
}

impl<I, A, F, C> TrySink<C> for TryFold<I, A, F>
where
    I: Iterator,
    C: Check<Ok = A>,
    F: FnMut(A, I::Item) -> C::In,
{
    type Out = A;

    #[inline]
    fn drive(self, seen: &mut u64) -> Result<A, C::Fault> {
        let Self { iter, init, mut f } = self;
        try_fold(iter, init, seen, |acc, item| C::check(f(acc, item)))
    }
}

impl<I, Q, N, A, F, C> TrySink<C> for TryFoldBy<I, N, A, F>
where
    I: Iterator,
    Q: Hash + Eq,
    A: Clone,
    N: FnMut(&I::Item) -> Q,
    C: Check<Ok = A>,
    F: FnMut(A, I::Item) -> C::In,
{
    type Out = HashMap<Q, A>;

    fn drive(self, seen: &mut u64) -> Result<Self::Out, C::Fault> {
        let Self {
            iter,
            mut key,
            init,
            mut f,
        } = self;
        let folds = Folds::<Q, A>::new();
        let folds = try_fold(iter, folds, seen, |mut folds, item| {
            let slot = folds.entry(key(&item)).or_default();
            *slot = Some(C::check(f(begun(slot, &init), item))?);
            Ok(folds)
        })?;
        Ok(finished(folds))
    }
}

impl<I, F, C> TrySink<C> for TryReduce<I, F>
where
    I: Iterator,
    C: Check<Ok = I::Item>,
    F: FnMut(I::Item, I::Item) -> C::In,
{
    type Out = Option<I::Item>;

    fn drive(self, seen: &mut u64) -> Result<Self::Out, C::Fault> {
        let Self { iter, mut f } = self;
        try_fold(iter, None, seen, |acc, item| match acc {
            None => Ok(Some(item)),
            Some(acc) => C::check(f(acc, item)).map(Some),
        })
    }
}

/// What ends an `any` or an `all`: the answer that decides it.
#[derive(Clone, Copy, Debug)]
pub struct EndsAt(pub(super) bool);

impl<I, P, C> TrySink<C> for TryTest<I, P, EndsAt>
where
    I: Iterator,
    C: Check<Ok = bool>,
    P: FnMut(I::Item) -> C::In,
{
    type Out = bool;

    fn drive(self, seen: &mut u64) -> Result<bool, C::Fault> {
        let Self {
            mut iter,
            mut p,
            ends_at: EndsAt(decides),
        } = self;
        let ended = iter.try_for_each(|item| match C::check(p(item)) {
            Ok(answer) if answer == decides => Break(Ok(decides)),
            Ok(_) => {
                *seen += 1;
                Continue(())
            }
            Err(fault) => Break(Err(fault)),
        });
        match ended {
            Continue(()) => Ok(!decides),
            Break(answer) => answer,
        }
    }
}

impl<'r, I: Iterator, K, M: ErrorMode> Trying<'r, I, K, M> {
    /// Calls `f`, which may fail, on every item.
    pub fn for_each<R, F>(self, f: F) -> Try<'r, TryForEach<I, F>, R, K, M>
    where
        F: FnMut(I::Item) -> R,
    {
        Try::new(
            TryForEach {
                iter: self.0.iter,
                f,
            },
            self.0.at,
        )
    }

    /// Makes one of all items, two at a time, where that may fail.
    pub fn reduce<R, F>(self, f: F) -> Try<'r, TryReduce<I, F>, R, K, M>
    where
        F: FnMut(I::Item, I::Item) -> R,
    {
        Try::new(
            TryReduce {
                iter: self.0.iter,
                f,
            },
            self.0.at,
        )
    }

    /// Whether `p`, which may fail, gives true for an item; the first one ends the stream.
    pub fn any<R, P>(self, p: P) -> Try<'r, TryTest<I, P, EndsAt>, R, K, M>
    where
        P: FnMut(I::Item) -> R,
    {
        Try::new(
            TryTest {
                iter: self.0.iter,
                p,
                ends_at: EndsAt(true),
            },
            self.0.at,
        )
    }

    /// Whether `p`, which may fail, gives true for all items; the first other one ends the stream.
    pub fn all<R, P>(self, p: P) -> Try<'r, TryTest<I, P, EndsAt>, R, K, M>
    where
        P: FnMut(I::Item) -> R,
    {
        Try::new(
            TryTest {
                iter: self.0.iter,
                p,
                ends_at: EndsAt(false),
            },
            self.0.at,
        )
    }
}

impl<'r, I: Iterator, M: ErrorMode> Trying<'r, I, Whole, M> {
    /// Makes one value of all items, starting with `init`, where that may fail.
    pub fn fold<A, R, F>(self, init: A, f: F) -> Try<'r, TryFold<I, A, F>, R, Whole, M>
    where
        F: FnMut(A, I::Item) -> R,
    {
        Try::new(
            TryFold {
                iter: self.0.iter,
                init,
                f,
            },
            self.0.at,
        )
    }

    /// A fold for each key, where that may fail.
    pub fn fold_by<Q, A, R, N, F>(
        self,
        key: N,
        init: A,
        f: F,
    ) -> Try<'r, TryFoldBy<I, N, A, F>, R, Whole, M>
    where
        N: FnMut(&I::Item) -> Q,
        F: FnMut(A, I::Item) -> R,
    {
        Try::new(
            TryFoldBy {
                iter: self.0.iter,
                key,
                init,
                f,
            },
            self.0.at,
        )
    }
}
