//! Edges: what joins two sections. Bounded, prompt, cancellable, and emptied item by item at the end.
//!
//! The interface is small, because it has to have more than one back end: [`Tx::push`], [`Rx::pop`], [`Rx::pop_by`], leaving
//! (dropping an end), and the [`Gate`] by which a run wakes whoever waits on the edge. What holds the items is in `store/`.
//!
//! * an item that `push` has taken can be popped before `push` returns;
//! * a side that waits sleeps, and wakes for an item, for room, for the other side's leaving, and for cancel;
//! * when the last receiver leaves, senders learn it at their next push, and a section all of whose edges are left learns
//!   it at its next pull, also while it waits for one;
//! * what is still inside then is dropped one by one, each drop caught on its own, so that one that panics cannot keep the
//!   others alive.

mod bound;
mod drain;
mod ends;
mod gate;
mod keyed;
#[cfg(all(test, pipewright_model))]
mod models;
mod ordered;
mod overflow;
mod slot;
mod store;
mod tally;
mod wait;

pub(crate) use bound::default_bound;
pub(crate) use drain::{discard, drain};
pub(crate) use ends::edge;
pub use ends::{Late, Rx, Tx};
pub use gate::Feeder;
pub(crate) use gate::{Gate, Gates};
pub(crate) use keyed::keyed_edges;
pub use keyed::{KeyedTx, Lanes};
pub use ordered::{OrderedLane, OrderedOutlet, OrderedRx, OrderedTx, Piece};
pub(crate) use ordered::{lane, ordered_edges};
pub use overflow::{DropNewest, DropOldest};

use crate::sync::atomic::Arc;
use std::ops::ControlFlow;

pub(crate) use tally::{Flowed, Site, Tally};
pub(crate) use wait::{Polled, Waits, wait_any};

/// Where a section's items go: the sending end of an edge.
#[diagnostic::on_unimplemented(
    message = "this stream gives `{T}`, but what it runs into takes another type",
    label = "gives `{T}` to a `{Self}`"
)]
pub trait Outlet<T> {
    /// Hands an item on. Blocks while the edge is full; `Break` when nobody wants it any more, or the run is cancelled.
    fn push(&mut self, item: T) -> ControlFlow<()>;

    /// How many edges it stands for.
    fn edges(&self) -> usize {
        1
    }

    /// Tells the section in front when its items are wanted no more, also while it has none to push. Never blocks.
    fn is_fed_by(&self, feeder: &Arc<Feeder>);

    /// Counts an item as discarded that would have gone here, had anybody wanted it.
    fn refuse(&mut self);
}

/// An edge that belongs to no run.
#[cfg(test)]
fn alone<T>(bound: usize) -> (Tx<T>, Rx<T>, Arc<Tally>) {
    edge(bound, Site::alone())
}
