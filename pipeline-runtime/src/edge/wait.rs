//! Waiting on several edges at once.

use crate::roster::{Level, Roster, Wait, timed};
use crate::sync::atomic::Arc;
use crate::sync::backoff::Backoff;
use crate::sync::channel::Select;

/// What looking at an edge without waiting finds.
#[derive(Debug)]
pub(crate) enum Polled<T> {
    Item(T),
    /// Nothing yet.
    Empty,
    /// Nothing any more.
    Over,
}

/// The receiving end of an edge, whatever its items are.
pub(crate) trait Waits {
    /// Whether a look would find an item, or the end.
    fn is_ready(&self) -> bool;

    /// Says that what `add` adds is about to be waited for; one more look has to follow.
    fn lies_down(&self);

    /// Says that the wait is over.
    fn gets_up(&self);

    /// Adds what it waits for to a `select`.
    fn add<'a>(&'a self, select: &mut Select<'a>);

    /// What the roster is told of it.
    fn level(&self) -> Arc<dyn Level>;

    /// Where who waits for it is registered.
    fn roster(&self) -> &Arc<Roster>;
}

/// Blocks until a look at one of the edges would find an item, or the end. Which one is for the caller to find.
#[allow(single_use_lifetimes)] // an anonymous one is not stable here
#[allow(clippy::needless_pass_by_value)] // iterators are
pub(crate) fn wait_any<'a>(inputs: impl Iterator<Item = &'a dyn Waits> + Clone) {
    let Some(first) = inputs.clone().next() else {
        return;
    };
    timed(first.roster(), || {
        let mut backoff = Backoff::default();
        backoff.begin(0, 0);
        while backoff.pause() {
            if inputs.clone().any(Waits::is_ready) {
                return;
            }
        }
        let mut select = Select::new();
        for input in inputs.clone() {
            input.add(&mut select);
        }
        first.roster().sleep(
            || Wait::Items(inputs.clone().map(Waits::level).collect()),
            || {
                inputs.clone().for_each(Waits::lies_down);
                if !inputs.clone().any(Waits::is_ready) {
                    select.ready();
                }
                inputs.clone().for_each(Waits::gets_up);
            },
        );
    });
}
