//! The same sinks on a worker.

use super::TrySink;
use super::part::{Part, Unmerged};
use super::trying::{
    EndsAt, Try, TryFold, TryFoldBy, TryForEach, TryReduce, TryTest, Trying, drive,
};
use crate::error::{Check, Ends, ErrorMode, Fallible};
use crate::flow;

impl<'r, I: Iterator, M: ErrorMode> Trying<'r, I, flow::Part, M> {
    /// This worker's fold, where that may fail.
    pub fn fold<A, R, F>(self, init: &A, f: F) -> Try<'r, TryFold<I, A, F>, R, flow::Part, M>
    where
        A: Clone,
        F: FnMut(A, I::Item) -> R,
    {
        Try::new(
            TryFold {
                iter: self.0.iter,
                init: init.clone(),
                f,
            },
            self.0.at,
        )
    }

    /// This worker's folds, one for each key, where that may fail.
    pub fn fold_by<Q, A, R, N, F>(
        self,
        key: N,
        init: &A,
        f: F,
    ) -> Try<'r, TryFoldBy<I, N, A, F>, R, flow::Part, M>
    where
        A: Clone,
        N: FnMut(&I::Item) -> Q,
        F: FnMut(A, I::Item) -> R,
    {
        Try::new(
            TryFoldBy {
                iter: self.0.iter,
                key,
                init: init.clone(),
                f,
            },
            self.0.at,
        )
    }
}

/// How the parts of a sink whose closure may fail are merged.
pub trait MergesParts<V> {
    /// Merges two parts.
    type Merge;
    /// That way.
    fn merge(&self) -> Self::Merge;
    /// Tells whether an answer ends the input of every worker.
    fn decides(&self) -> fn(&V) -> bool {
        |_| false
    }
}

impl<I, F> MergesParts<()> for TryForEach<I, F> {
    type Merge = fn((), ());
    fn merge(&self) -> Self::Merge {
        |(), ()| ()
    }
}

impl<I, P> MergesParts<bool> for TryTest<I, P, EndsAt> {
    type Merge = TestMerge;
    fn merge(&self) -> TestMerge {
        if self.ends_at.0 {
            |a, b| a || b
        } else {
            |a, b| a && b
        }
    }
    fn decides(&self) -> fn(&bool) -> bool {
        if self.ends_at.0 {
            |answer| *answer
        } else {
            |answer| !*answer
        }
    }
}

/// Merges the answers of two workers.
type TestMerge = fn(bool, bool) -> bool;

macro_rules! unmerged {
    ($($sink:ident<$($kind:ident),*>)*) => {$(
        impl<V, $($kind),*> MergesParts<V> for $sink<$($kind),*> {
            type Merge = Unmerged;
            fn merge(&self) -> Unmerged {
                Unmerged
            }
        }
    )*};
}
unmerged!(TryFold<I, A, F> TryFoldBy<I, N, A, F> TryReduce<I, F>);

impl<'r, S, R, M: ErrorMode> Try<'r, S, R, flow::Part, M> {
    /// The `?` of this sink: its closure's first failure ends the run and is what `run` returns.
    #[track_caller]
    pub fn or_fail<C, X, P>(self, stage: &'static str) -> Part<'r, S::Out, S::Merge, M>
    where
        M: ErrorMode<Itself = P>,
        R: Fallible<Check = C>,
        C: Check<In = R, Fault = X> + Ends<X, P>,
        P: ErrorMode<Error = M::Error>,
        S: TrySink<C> + MergesParts<<S as TrySink<C>>::Out>,
    {
        let place = self.at.place(stage);
        let (merge, decides) = (self.sink.merge(), self.sink.decides());
        let value = drive::<C, X, P, S, M>(self.sink, &self.at, place);
        if value.as_ref().is_some_and(decides) {
            self.at.end_region();
        }
        Part::new(value, merge, self.at)
    }
}
