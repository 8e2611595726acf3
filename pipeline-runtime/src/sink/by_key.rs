//! Counting and folding by a key.

use std::collections::HashMap;
use std::hash::Hash;

/// What items are grouped by.
#[diagnostic::on_unimplemented(
    message = "a key is hashed and compared, but `{Self}` cannot be",
    label = "`{Self}` is not `Hash + Eq`",
    note = "derive `Hash` and `Eq` for it, or take a part of the item that has them"
)]
pub trait Key: Hash + Eq {}

#[diagnostic::do_not_recommend]
impl<Q: Hash + Eq> Key for Q {}

pub(super) fn count_by<I, Q, F>(iter: I, mut key: F) -> HashMap<Q, usize>
where
    I: Iterator,
    Q: Hash + Eq,
    F: FnMut(I::Item) -> Q,
{
    iter.fold(HashMap::new(), |mut counts, item| {
        *counts.entry(key(item)).or_default() += 1;
        counts
    })
}

/// Adds the smaller map to the larger one.
pub(super) fn add_counts<Q: Hash + Eq>(
    a: HashMap<Q, usize>,
    b: HashMap<Q, usize>,
) -> HashMap<Q, usize> {
    let (mut more, fewer) = if a.len() < b.len() { (b, a) } else { (a, b) };
    for (key, count) in fewer {
        *more.entry(key).or_default() += count;
    }
    more
}

pub(super) fn fold_by<I, Q, A, N, F>(iter: I, mut key: N, init: &A, mut f: F) -> HashMap<Q, A>
where
    I: Iterator,
    Q: Hash + Eq,
    A: Clone,
    N: FnMut(&I::Item) -> Q,
    F: FnMut(A, I::Item) -> A,
{
    let folds = iter.fold(Folds::new(), |mut folds, item| {
        let slot = folds.entry(key(&item)).or_default();
        *slot = Some(f(begun(slot, init), item));
        folds
    });
    finished(folds)
}

/// The folds so far. A value is taken out while the closure works on it, which so gets it owned, and no key is hashed twice.
pub(super) type Folds<Q, A> = HashMap<Q, Option<A>>;

/// Takes a fold out: what there is so far, or the initial value.
pub(super) fn begun<A: Clone>(slot: &mut Option<A>, init: &A) -> A {
    slot.take().unwrap_or_else(|| init.clone())
}

/// The folds when no closure works on any.
pub(super) fn finished<Q: Hash + Eq, A>(folds: Folds<Q, A>) -> HashMap<Q, A> {
    folds
        .into_iter()
        .filter_map(|(key, acc)| acc.map(|acc| (key, acc)))
        .collect()
}
