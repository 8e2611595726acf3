//! Lanes: several senders, one receiver, a ring for each sender, so that none of them writes what another one does.
//!
//! The room of the edge is divided among them. So one sender alone finds only its part: lanes are for the workers of a region
//! that shares its input, where another worker takes the next item while one waits for room in its lane. Where one sender
//! may have to bring all (a merge, a region by key) a channel serves.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

use super::ring::{self, RingRx, RingTx};
use super::side::Side;
use crate::edge::gate::Gate;
use crate::edge::tally::{Counter, Tally};
use crate::roster::Level;
use crate::sync::atomic::Arc;
use crate::sync::barrier::Barrier;
use crate::sync::channel::TryRecvError;
use std::collections::VecDeque;

/// So many items come from one lane before the next one has its turn.
const TURN: usize = 64;

/// A lane has at least so many slots: of few, one worker's part would be too soon full beside the room of the others.
const FEWEST: usize = if cfg!(pipewright_model) { 1 } else { 16 };

/// Whether the room is enough to be divided.
pub(super) fn are_worth_it(bound: usize, senders: usize) -> bool {
    bound / senders >= FEWEST
}

/// The sending end of a lane.
#[derive(Debug)]
pub(in crate::edge) struct LaneTx<T> {
    pub(super) ring: RingTx<T>,
    level: Arc<LaneLevel>,
}

/// How full one lane is: its sender waits for room there, not for room in another.
#[derive(Debug)]
struct LaneLevel {
    edge: Arc<Tally>,
    bound: usize,
    pushed: Arc<Counter>,
    popped: Arc<Counter>,
}

/// The receiving end of all lanes.
#[derive(Debug)]
pub(in crate::edge) struct LanesRx<T> {
    /// The one whose turn it is.
    lane: LaneRx<T>,
    /// How many items it may still give.
    turn: usize,
    taken: u64,
    rest: VecDeque<LaneRx<T>>,
    me: Arc<Side>,
}

/// The receiving end of one lane. What it gives is counted for itself, for its level.
#[derive(Debug)]
struct LaneRx<T> {
    ring: RingRx<T>,
    popped: Arc<Counter>,
}

/// A lane for each of `senders`, at least one, by whose counts its level is known; together they hold `bound` items.
pub(super) fn new<T>(
    bound: usize,
    senders: usize,
    edge: &Arc<Tally>,
    barrier: Barrier,
) -> (Vec<UnclaimedLane<T>>, LanesRx<T>) {
    let gate = &**edge.gate();
    let me = Side::new(barrier, gate);
    let (mut unclaimed, mut lanes) = (Vec::new(), VecDeque::new());
    for lane in 0..senders {
        let bound = bound / senders + usize::from(lane < bound % senders);
        let (tx, rx) = ring::to_side(bound, &me, barrier, gate);
        let popped = edge.receiver();
        unclaimed.push(UnclaimedLane {
            ring: tx,
            bound,
            popped: Arc::clone(&popped),
        });
        lanes.push_back(LaneRx { ring: rx, popped });
    }
    let lane = lanes.pop_front().expect("an edge has a sender");
    let rx = LanesRx {
        lane,
        turn: TURN,
        taken: 0,
        rest: lanes,
        me,
    };
    (unclaimed, rx)
}

/// A lane whose sender has not come yet.
#[derive(Debug)]
pub(super) struct UnclaimedLane<T> {
    ring: RingTx<T>,
    bound: usize,
    popped: Arc<Counter>,
}

impl<T> UnclaimedLane<T> {
    /// The lane of the sender that counts in `pushed`.
    pub(super) fn of(self, pushed: &Arc<Counter>, edge: &Arc<Tally>) -> LaneTx<T> {
        LaneTx {
            ring: self.ring,
            level: Arc::new(LaneLevel {
                edge: Arc::clone(edge),
                bound: self.bound,
                pushed: Arc::clone(pushed),
                popped: self.popped,
            }),
        }
    }
}

impl<T> LaneTx<T> {
    pub(super) fn level(&self) -> Arc<dyn Level> {
        Arc::clone(&self.level) as Arc<dyn Level>
    }

    /// How many items all lanes hold.
    pub(super) fn len_of_all(&self) -> usize {
        self.level.edge.len()
    }
}

impl Level for LaneLevel {
    fn number(&self) -> usize {
        self.edge.number()
    }

    fn has_room(&self) -> bool {
        // The other order could count an item that was popped and not see it pushed.
        let out = self.popped.get();
        let held = self.pushed.get().saturating_sub(out);
        self.edge.gate().is_shut() || held < self.bound as u64
    }

    fn has_news(&self) -> bool {
        self.edge.has_news()
    }

    fn is_outside(&self) -> bool {
        self.edge.is_outside()
    }
}

impl<T> LaneRx<T> {
    /// Whether nothing will come from it any more. In this order: what was sent before the end was said is seen.
    fn is_over(&self) -> bool {
        self.ring.sender_is_gone() && self.ring.is_empty()
    }
}

impl<T> LanesRx<T> {
    #[inline]
    fn take(&mut self) -> Option<T> {
        if self.turn > 0
            && let Some(item) = self.lane.ring.take()
        {
            self.turn -= 1;
            self.taken += 1;
            return Some(item);
        }
        self.next_lane()
    }

    #[inline(never)]
    fn next_lane(&mut self) -> Option<T> {
        for _ in 0..=self.rest.len() {
            if let Some(next) = self.rest.pop_front() {
                self.rest.push_back(std::mem::replace(&mut self.lane, next));
            }
            if let Some(item) = self.lane.ring.take() {
                self.turn = TURN - 1;
                self.taken += 1;
                return Some(item);
            }
        }
        None
    }

    #[inline]
    pub(super) fn try_recv(&mut self) -> Result<T, TryRecvError> {
        match self.take() {
            Some(item) => Ok(item),
            None => self.puts_away(),
        }
    }

    /// Puts away the lanes that are over.
    #[cold]
    fn puts_away(&mut self) -> Result<T, TryRecvError> {
        self.rest.retain(|lane| !lane.is_over());
        if self.lane.is_over() {
            match self.rest.pop_front() {
                Some(next) => self.lane = next,
                None => return Err(TryRecvError::Disconnected),
            }
        }
        Err(TryRecvError::Empty)
    }

    /// The next item. Blocks; `None` when the gate shuts, or nobody sends any more.
    pub(super) fn recv_unless(&mut self, gate: &Gate) -> Option<T> {
        // What has woken it may be the end of one lane.
        while self.me.sleep(gate, false, || self.is_ready()) {
            match self.try_recv() {
                Ok(item) => return Some(item),
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
        }
        None
    }

    /// Whether a look would find an item, or an end.
    pub(super) fn is_ready(&self) -> bool {
        self.lane.ring.is_ready() || self.rest.iter().any(|lane| lane.ring.is_ready())
    }

    /// What a wait for several things at once has to do itself.
    pub(super) fn side(&self) -> &Side {
        &self.me
    }

    /// How many items have been taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// What counts the item that was taken last.
    pub(super) fn popped(&self) -> &Counter {
        &self.lane.popped
    }
}
