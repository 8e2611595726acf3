//! The ends of a store, of whichever kind it is.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::lanes::{LaneTx, LanesRx};
use super::pool::{PoolRx, PoolTx};
use super::ring::{RingRx, RingTx};
use super::side::Side;
use crate::edge::gate::Gate;
use crate::edge::tally::{Counter, Tally};
use crate::mutants::{self, Mutant};
use crate::roster::Level;
use crate::sync::atomic::Arc;
use crate::sync::channel::{
    self, Receiver, Select, TryRecvError, TrySendError, recv_unless, send_unless,
};

/// Where an end sends to.
#[derive(Debug)]
pub(in crate::edge) enum SendTo<T> {
    /// Not known yet.
    Undecided,
    Channel(channel::Sender<T>),
    Ring(RingTx<T>),
    Lane(LaneTx<T>),
    Pool(PoolTx<T>),
    /// One of the others, which is looked at after each item.
    Measured(Box<Self>),
}

/// Where an end receives from.
#[derive(Debug)]
pub(in crate::edge) enum ReceiveFrom<T> {
    /// Not known yet.
    Undecided,
    Channel(Receiver<T>),
    Ring(RingRx<T>),
    Lanes(LanesRx<T>),
    Pool(PoolRx<T>),
}

impl<T> SendTo<T> {
    pub(in crate::edge) fn is_undecided(&self) -> bool {
        matches!(self, Self::Undecided)
    }

    /// Puts the item in if this is a ring of any kind with room.
    #[inline(always)]
    pub(in crate::edge) fn put_into_ring(&mut self, item: T) -> Result<(), T> {
        match self {
            Self::Ring(ring) => ring.put(item),
            Self::Lane(lane) => lane.ring.put(item),
            Self::Pool(pool) => pool.put(item),
            _ => Err(item),
        }
    }

    pub(in crate::edge) fn try_send(&mut self, item: T) -> Result<(), TrySendError<T>> {
        match self {
            Self::Ring(ring) => ring.put(item).map_err(TrySendError::Full),
            Self::Lane(lane) => lane.ring.put(item).map_err(TrySendError::Full),
            Self::Pool(pool) => pool.put(item).map_err(TrySendError::Full),
            Self::Channel(channel) => channel.try_send(item),
            Self::Measured(to) => to.try_send(item),
            Self::Undecided => Err(TrySendError::Full(item)),
        }
    }

    /// Sends the item. Blocks; gives it back when the gate shuts.
    pub(in crate::edge) fn send_unless(&mut self, item: T, gate: &Gate) -> Result<(), T> {
        match self {
            Self::Ring(ring) => ring.send_unless(item, gate),
            Self::Lane(lane) => lane.ring.send_unless(item, gate),
            Self::Pool(pool) => pool.send_unless(item, gate),
            Self::Channel(channel) => send_unless(channel, item, gate.shut()),
            Self::Measured(to) => to.send_unless(item, gate),
            Self::Undecided => Err(item),
        }
    }

    /// How many items the edge holds.
    pub(in crate::edge) fn len(&self) -> usize {
        match self {
            Self::Ring(ring) => ring.len(),
            Self::Lane(lane) => lane.len_of_all(),
            Self::Pool(pool) => pool.len(),
            Self::Channel(channel) => channel.len(),
            Self::Measured(to) => to.len(),
            Self::Undecided => 0,
        }
    }

    /// How full what it sends to is.
    pub(in crate::edge) fn level(&self, edge: &Arc<Tally>) -> Arc<dyn Level> {
        match self {
            Self::Lane(lane) if !mutants::is(Mutant::RoomInAnyLane) => lane.level(),
            Self::Measured(to) => to.level(edge),
            _ => Arc::clone(edge) as Arc<dyn Level>,
        }
    }
}

impl<T> ReceiveFrom<T> {
    pub(in crate::edge) fn is_undecided(&self) -> bool {
        matches!(self, Self::Undecided)
    }

    /// The next item if this is a plain ring that has one.
    #[inline(always)]
    pub(in crate::edge) fn take_from_ring(&mut self) -> Option<T> {
        match self {
            Self::Ring(ring) => ring.take(),
            _ => None,
        }
    }

    /// What counts the item that was taken last; `end` where the edge has no counts of its own for that.
    pub(in crate::edge) fn counter<'a>(&'a self, end: &'a Counter) -> &'a Counter {
        match self {
            Self::Lanes(lanes) => lanes.popped(),
            _ => end,
        }
    }

    /// How many items have been taken so far; `end` counts them where the edge does not.
    pub(in crate::edge) fn taken(&self, end: &Counter) -> u64 {
        match self {
            Self::Lanes(lanes) => lanes.taken(),
            _ => end.get(),
        }
    }

    pub(in crate::edge) fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self {
            Self::Ring(ring) => ring.try_recv(),
            Self::Lanes(lanes) => lanes.try_recv(),
            Self::Pool(pool) => pool.try_recv(),
            Self::Channel(channel) => channel.try_recv(),
            Self::Undecided => Err(TryRecvError::Empty),
        }
    }

    /// The next item. Blocks; `None` when the gate shuts, or nobody sends any more.
    pub(in crate::edge) fn recv_unless(&mut self, gate: &Gate) -> Option<T> {
        match self {
            Self::Ring(ring) => ring.recv_unless(gate),
            Self::Lanes(lanes) => lanes.recv_unless(gate),
            Self::Pool(pool) => pool.recv_unless(gate),
            Self::Channel(channel) => recv_unless(channel, gate.shut()),
            Self::Undecided => None,
        }
    }

    /// Whether a look would find an item, or the end (a channel says nothing of its end).
    pub(in crate::edge) fn is_ready(&self) -> bool {
        match self {
            Self::Ring(ring) => ring.is_ready(),
            Self::Lanes(lanes) => lanes.is_ready(),
            Self::Pool(pool) => pool.is_ready(),
            Self::Channel(channel) => !channel.is_empty(),
            Self::Undecided => true,
        }
    }

    /// To be called before a wait for what `add` has added, and before a last look.
    pub(in crate::edge) fn lies_down(&self) {
        if let Some(side) = self.side() {
            side.is_for_a_select();
            match self {
                Self::Pool(pool) => pool.lies_down(),
                _ => side.lies_down(),
            }
        }
    }

    /// To be called behind the wait.
    pub(in crate::edge) fn gets_up(&self) {
        if let Some(side) = self.side() {
            match self {
                Self::Pool(pool) => pool.gets_up(),
                _ => side.gets_up(),
            }
            side.forgets();
        }
    }

    /// Adds what is ready when there may be something new to a `select`.
    pub(in crate::edge) fn add<'a>(&'a self, select: &mut Select<'a>) {
        if let Self::Channel(channel) = self {
            select.recv(channel);
        } else if let Some(side) = self.side() {
            select.recv(side.rung());
        }
    }

    /// Where it is woken; a channel wakes by itself.
    fn side(&self) -> Option<&Side> {
        match self {
            Self::Ring(ring) => Some(ring.side()),
            Self::Lanes(lanes) => Some(lanes.side()),
            Self::Pool(pool) => Some(pool.side()),
            Self::Channel(_) | Self::Undecided => None,
        }
    }
}
