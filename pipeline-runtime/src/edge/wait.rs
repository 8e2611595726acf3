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

    /// Adds what it waits for to a `select`.
    fn add<'a>(&'a self, select: &mut Select<'a>);

    /// What the roster is told of it.
    fn level(&self) -> Arc<dyn Level>;

    /// Where who waits for it is registered.
    fn roster(&self) -> &Arc<Roster>;
}

/// Blocks until a look at one of the edges would find an item, or the end. Which one is for the caller to find.
#[allow(single_use_lifetimes)] // an anonymous one is not stable here
pub(crate) fn wait_any<'a>(inputs: impl Iterator<Item = &'a dyn Waits> + Clone) {
    let Some(first) = inputs.clone().next() else {
        return;
    };
    timed(first.roster(), || {
        let mut backoff = Backoff::default();
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
            || Wait::Items(inputs.map(Waits::level).collect()),
            || select.ready(),
        );
    });
}
