//! The ends of a section that is not a sink: where its items change thread.

use super::Flow;
use crate::edge::{KeyedTx, Lanes, Outlet};
use crate::error::{Error, ErrorKind, ErrorMode, Place};
use crate::mutants::{self, Mutant};
use std::hash::Hash;
use std::ops::ControlFlow;

/// A type that `tee` can give to every branch.
#[diagnostic::on_unimplemented(
    message = "`tee` gives every branch its own copy, but `{Self}` is not `Clone`",
    label = "`{Self}` cannot be copied for a second branch",
    note = "derive `Clone` for it, or send an `Arc<{Self}>` through the pipeline"
)]
pub trait Fork {
    /// A copy for one more branch.
    #[must_use]
    fn fork(&self) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: Clone> Fork for T {
    #[inline]
    fn fork(&self) -> Self {
        self.clone()
    }
}

/// A `Result`, which `split_result` sends one way or the other.
#[diagnostic::on_unimplemented(
    message = "`split_result` takes `Result`s, but these are `{Self}`",
    label = "`{Self}` is no `Result`",
    note = "let the stage in front of it give a `Result`, or split with `partition(..)`"
)]
pub trait TwoSided {
    /// What is `Ok`.
    type Left;
    /// What is `Err`.
    type Right;

    /// # Errors
    ///
    /// The one side of the two.
    fn side(self) -> Result<Self::Left, Self::Right>;
}

#[diagnostic::do_not_recommend]
impl<T, E> TwoSided for Result<T, E> {
    type Left = T;
    type Right = E;

    #[inline]
    fn side(self) -> Self {
        self
    }
}

impl<I: Iterator, K, M: ErrorMode> Flow<'_, I, K, M> {
    /// Moves the items into an edge. Blocks while it is full.
    #[inline]
    fn feed<O: Outlet<I::Item>>(mut self, mut out: O) {
        self.at.feeds(out.edges(), |feeder| out.is_fed_by(feeder));
        let _ = self.iter.try_for_each(|item| out.push(item));
    }

    /// `n` workers share the items; every stage up to `fan_in` (or a sink) runs on each of them.
    ///
    /// With `ordered` what they give comes out in the order of what they took. Blocks while all workers are busy and the
    /// edge to them is full.
    #[inline]
    pub fn fan_out<O: Outlet<I::Item>>(self, out: O) {
        self.feed(out);
    }

    /// Closes a region: what its workers give becomes one stream again. In front of several streams, it merges them: each
    /// one's own order is kept, and it ends when all have ended.
    #[inline]
    pub fn fan_in<O: Outlet<I::Item>>(self, out: O) {
        self.feed(out);
    }

    /// A queue of `n` items between two threads. Blocks while it is full; loses nothing.
    #[inline]
    pub fn buffer<O: Outlet<I::Item>>(self, out: O) {
        self.feed(out);
    }

    /// The end of a pipeline whose tail is a stream.
    #[doc(hidden)]
    #[inline]
    pub fn deliver<O: Outlet<I::Item>>(self, out: O) {
        self.feed(out);
    }

    /// Gives every item to every branch: N−1 clones, and the last branch gets the item itself.
    ///
    /// Blocks while one of the branches is full. A branch that has ended is detached and the others go on; when all have,
    /// the stream ends.
    #[inline]
    pub fn tee<T, O, const N: usize>(mut self, branches: [O; N])
    where
        T: Fork,
        O: Outlet<T>,
        I: Iterator<Item = T>,
    {
        self.at.feeds(N, |feeder| {
            for branch in &branches {
                branch.is_fed_by(feeder);
            }
        });
        let mut branches = branches.map(Branch::new);
        let _ = self
            .iter
            .try_for_each(|item| give_to_all(&mut branches, item));
    }

    /// Two streams of one of `Result`s: what is `Ok`, and what is `Err`.
    ///
    /// Blocks while the branch of an item is full. A branch that has ended is detached; what would have gone there is
    /// dropped. When both have ended, the stream ends.
    #[inline]
    pub fn split_result<R, T, E>(mut self, (ok, err): (impl Outlet<T>, impl Outlet<E>))
    where
        I: Iterator<Item = R>,
        R: TwoSided<Left = T, Right = E>,
    {
        self.at.feeds(2, |feeder| {
            ok.is_fed_by(feeder);
            err.is_fed_by(feeder);
        });
        let (mut ok, mut err) = (Branch::new(ok), Branch::new(err));
        let _ = self.iter.try_for_each(|item| {
            match item.side() {
                Ok(item) => ok.give(item),
                Err(item) => err.give(item),
            }
            go_on(ok.is_wanted() || err.is_wanted())
        });
    }

    /// Two streams of one: the items for which `p` is true, and the others. As [`Iterator::partition`].
    ///
    /// Blocks, detaches and ends as `split_result`.
    #[inline]
    pub fn partition<P, O, Q>(mut self, mut p: P, (yes, no): (O, Q))
    where
        P: FnMut(&I::Item) -> bool,
        O: Outlet<I::Item>,
        Q: Outlet<I::Item>,
    {
        self.at.feeds(2, |feeder| {
            yes.is_fed_by(feeder);
            no.is_fed_by(feeder);
        });
        let (mut yes, mut no) = (Branch::new(yes), Branch::new(no));
        let _ = self.iter.try_for_each(|item| {
            if p(&item) {
                yes.give(item);
            } else {
                no.give(item);
            }
            go_on(yes.is_wanted() || no.is_wanted())
        });
    }
}

impl<I: Iterator, K, M: ErrorMode> Flow<'_, I, K, M> {
    /// Two streams of one of pairs: the first halves, and the second halves.
    ///
    /// Blocks while one of the branches is full. Detaches and ends as `tee`. As [`Iterator::unzip`].
    #[inline]
    pub fn unzip<A, B>(mut self, (left, right): (impl Outlet<A>, impl Outlet<B>))
    where
        I: Iterator<Item = (A, B)>,
    {
        self.at.feeds(2, |feeder| {
            left.is_fed_by(feeder);
            right.is_fed_by(feeder);
        });
        let (mut left, mut right) = (Branch::new(left), Branch::new(right));
        let _ = self.iter.try_for_each(|(a, b)| {
            left.give(a);
            right.give(b);
            go_on(left.is_wanted() || right.is_wanted())
        });
    }

    /// Several streams of one: `f` says by its number, from 0, to which one an item goes.
    ///
    /// Blocks, detaches and ends as `split_result`. A number that no branch has ends the run with an error.
    #[inline]
    #[track_caller]
    pub fn route<F, O, const N: usize>(mut self, mut f: F, branches: [O; N])
    where
        F: FnMut(&I::Item) -> usize,
        O: Outlet<I::Item>,
    {
        self.at.feeds(N, |feeder| {
            for branch in &branches {
                branch.is_fed_by(feeder);
            }
        });
        let place = self.at.place("route");
        let mut branches = branches.map(Branch::new);
        let mut seen = 0;
        let mut wrong = None;
        let _ = self.iter.try_for_each(|item| {
            let branch = f(&item);
            let Some(out) = branches.get_mut(branch) else {
                wrong = Some(branch);
                return ControlFlow::Break(());
            };
            seen += 1;
            out.give(item);
            go_on(branches.iter().any(Branch::is_wanted))
        });
        if let Some(branch) = wrong {
            let place = Place {
                item: Some(seen),
                ..place
            };
            let source = format!("there is no branch {branch}, only {N}");
            self.at
                .run
                .end(Error::at(ErrorKind::Failed, place, Some(source.into())));
        }
    }
}

/// A flow in front of a `fan_out` by a key.
#[must_use]
#[derive(Debug)]
pub struct Keyed<'r, I, K, M: ErrorMode>(Flow<'r, I, K, M>);

impl<'r, I, K, M: ErrorMode> Flow<'r, I, K, M> {
    /// The next `fan_out` is by a key.
    #[doc(hidden)]
    pub fn keyed(self) -> Keyed<'r, I, K, M> {
        Keyed(self)
    }
}

impl<I: Iterator, K, M: ErrorMode> Keyed<'_, I, K, M> {
    /// `n` workers share the items, and the same key always goes to the same worker, in order.
    ///
    /// Blocks while the worker of an item is busy and its edge is full.
    pub fn fan_out<T, Q, F>(self, lanes: Lanes<T>, key: F)
    where
        I: Iterator<Item = T>,
        Q: Hash,
        F: FnMut(&T) -> Q,
    {
        self.0.feed(KeyedTx::new(lanes, key));
    }
}

/// A branch of a split. One that has ended is detached: what would go there is counted as discarded.
struct Branch<O> {
    out: O,
    is_wanted: bool,
}

impl<O> Branch<O> {
    fn new(out: O) -> Self {
        Self {
            out,
            is_wanted: true,
        }
    }

    fn is_wanted(&self) -> bool {
        self.is_wanted
    }

    #[inline]
    fn give<T>(&mut self, item: T)
    where
        O: Outlet<T>,
    {
        // One that is shut counts what it refuses.
        if self.out.push(item).is_break() {
            self.is_wanted = false;
        }
    }
}

#[inline]
fn give_to_all<T: Fork, O: Outlet<T>>(branches: &mut [Branch<O>], item: T) -> ControlFlow<()> {
    let Some(last) = branches.iter().rposition(Branch::is_wanted) else {
        return ControlFlow::Break(());
    };
    let (before, rest) = branches.split_at_mut(last);
    for branch in before {
        if branch.is_wanted {
            branch.give(item.fork());
        } else {
            // No copy is made for it.
            branch.out.refuse();
        }
    }
    let [last, left @ ..] = rest else {
        return ControlFlow::Break(());
    };
    if mutants::is(Mutant::CloneForAll) || mutants::is(Mutant::DoublesAnItem) {
        let copy = item.fork();
        if mutants::is(Mutant::DoublesAnItem) {
            last.give(copy);
        }
    }
    last.give(item);
    for branch in left {
        branch.out.refuse();
    }
    if mutants::is(Mutant::SplitEndsWithFirst) {
        return go_on(branches.iter().all(Branch::is_wanted));
    }
    go_on(branches.iter().any(Branch::is_wanted))
}

/// Whether a split goes on, some of whose branches are wanted.
#[inline]
fn go_on(wanted: bool) -> ControlFlow<()> {
    if wanted {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}
