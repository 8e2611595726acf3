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
    // The value is taken out while `f` works on it, so that `f` gets it owned and no key is hashed twice.
    let folds = iter.fold(HashMap::new(), |mut folds, item| {
        let slot: &mut Option<A> = folds.entry(key(&item)).or_default();
        let acc = slot.take().unwrap_or_else(|| init.clone());
        *slot = Some(f(acc, item));
        folds
    });
    folds
        .into_iter()
        .filter_map(|(key, acc)| acc.map(|acc| (key, acc)))
        .collect()
}
