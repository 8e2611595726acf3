//! The edges around an ordered region: numbers, a window, and a reorder buffer with a slot for each number in flight.
//!
//! The feeding section puts a token into the window for each item, which it numbers; the consumer takes one out when an
//! item's last output has left. So at most as many numbers as the window holds are between the two, the buffer is a ring of
//! that many slots, and the worker of the oldest item can never wait behind a later one: the consumer always takes every
//! piece that comes. The window is an edge like any other: who waits for room in it is woken when half of it is free.

use super::Outlet;
use super::drain::drain;
use super::ends::{Late, Rx, Tx, edge, edge_of};
use super::gate::{Feeder, Gate};
use super::slot::Slot;
use super::tally::{Site, Tally};
use crate::done::Done;
use crate::mutants::{self, Mutant};
use crate::sync::atomic::{Arc, AtomicBool, Ordering};
use crate::sync::clock::Clock;
use std::cell::RefCell;
use std::convert::Infallible;
use std::ops::ControlFlow::{self, Break, Continue};
use std::rc::Rc;
use std::time::Instant;

/// The number of what belongs to no item.
const BEHIND_ALL: u64 = u64::MAX;

/// One output of an item on its way out of an ordered region.
#[derive(Debug)]
pub struct Piece<U> {
    number: u64,
    output: Option<U>,
    /// The item with this number gives nothing more.
    last: bool,
}

/// The sending end into an ordered region: numbers the items.
#[derive(Debug)]
pub struct OrderedTx<T> {
    tx: Tx<(u64, T)>,
    window: Tx<()>,
    next: u64,
}

#[diagnostic::do_not_recommend]
impl<T> Outlet<T> for OrderedTx<T> {
    #[inline]
    fn push(&mut self, item: T) -> ControlFlow<()> {
        if !mutants::is(Mutant::NoWindow) && self.window.push(()).is_break() {
            self.tx.tally().refuse_one();
            return Break(());
        }
        let number = self.next;
        self.next += 1;
        if mutants::is(Mutant::ShortNumbers) {
            self.next &= u64::from(u32::MAX);
        }
        self.tx.push((number, item))
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.tx.is_fed_by(feeder);
    }

    fn refuse(&mut self) {
        self.tx.refuse();
    }
}

/// The four ends of the edges around an ordered region, and the gates of all of them.
pub(crate) struct OrderedEdges<T, U> {
    pub(crate) feed: OrderedTx<T>,
    pub(crate) input: Rx<(u64, T)>,
    pub(crate) output: Tx<Piece<U>>,
    pub(crate) result: OrderedRx<U>,
    /// Of the way in, the way out, and the window.
    pub(crate) tallies: [Arc<Tally>; 3],
}

/// The edges around an ordered region whose window is `window` items, at their places in the plan.
pub(crate) fn ordered_edges<T, U>(window: usize, sites: [Site; 2]) -> OrderedEdges<T, U> {
    let [way_in, way_out] = sites;
    let (in_flight, out_of_flight, window_tally) = edge(window, way_in.clone());
    let (tx, input, input_tally) = edge(window, way_in);
    let is_item = |piece: &Piece<U>| piece.output.is_some();
    let (output, rx, output_tally) = edge_of(window, way_out, is_item);
    OrderedEdges {
        feed: OrderedTx {
            tx,
            window: in_flight,
            next: mutants::first_number(),
        },
        input,
        output,
        result: OrderedRx {
            pieces: rx,
            window: out_of_flight,
            slots: (0..window).map(|_| Slot::default()).collect(),
            next: mutants::first_number(),
        },
        tallies: [input_tally, output_tally, window_tally],
    }
}

/// One worker's input, and its output, which belongs to the item that came in last.
pub(crate) fn lane<T, U>(
    input: Rx<(u64, T)>,
    output: Tx<Piece<U>>,
) -> (OrderedLane<T, U>, OrderedOutlet<U>) {
    let hand = Rc::new(RefCell::new(Hand {
        number: None,
        held: None,
        spreads: Arc::default(),
        tx: output,
    }));
    (
        OrderedLane {
            input,
            hand: Rc::clone(&hand),
        },
        OrderedOutlet(hand),
    )
}

/// What one worker has in hand: the number it works on, and the latest output, held back until it is known whether it is
/// the last one: the worker asks for its next item right after. Where a stage makes several of one it may wait in between,
/// so nothing is held back there.
#[derive(Debug)]
struct Hand<U> {
    number: Option<u64>,
    held: Option<U>,
    spreads: Arc<AtomicBool>,
    tx: Tx<Piece<U>>,
}

impl<U> Drop for Hand<U> {
    fn drop(&mut self) {
        drain(|| self.held.take());
    }
}

impl<U> Hand<U> {
    fn finish(&mut self) -> ControlFlow<()> {
        match self.number.take() {
            None => Continue(()),
            Some(number) => {
                let output = self.held.take();
                let is_blank = output.is_none();
                let pushed = self.tx.push(Piece {
                    number,
                    output,
                    last: true,
                });
                if is_blank {
                    self.tx.tally().blank_pushed();
                    if pushed.is_break() {
                        self.tx.tally().blank_dropped();
                    }
                }
                pushed
            }
        }
    }
}

/// The input of one worker of an ordered region. Asking it for an item says that the one before is finished.
#[derive(Debug)]
pub struct OrderedLane<T, U> {
    input: Rx<(u64, T)>,
    hand: Rc<RefCell<Hand<U>>>,
}

impl<T, U> OrderedLane<T, U> {
    /// To be set by a stage that makes several items of one.
    pub(crate) fn spreads(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.hand.borrow().spreads)
    }
}

impl<T, U> Iterator for OrderedLane<T, U> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        if self.hand.borrow_mut().finish().is_break() {
            return None;
        }
        let (number, item) = self.input.pop()?;
        self.hand.borrow_mut().number = Some(number);
        Some(item)
    }
}

/// The output of one worker of an ordered region.
#[derive(Debug)]
pub struct OrderedOutlet<U>(Rc<RefCell<Hand<U>>>);

#[diagnostic::do_not_recommend]
impl<U> Outlet<U> for OrderedOutlet<U> {
    #[inline]
    fn push(&mut self, item: U) -> ControlFlow<()> {
        let mut hand = self.0.borrow_mut();
        let Some(number) = hand.number else {
            // Only a user's own stage that makes items up at the end of its input comes here; they follow the last item.
            return hand.tx.push(Piece {
                number: BEHIND_ALL,
                output: Some(item),
                last: false,
            });
        };
        let output = if hand.spreads.load(Ordering::Relaxed) {
            Some(item)
        } else {
            hand.held.replace(item)
        };
        match output {
            None => Continue(()),
            output => hand.tx.push(Piece {
                number,
                output,
                last: false,
            }),
        }
    }

    fn is_fed_by(&self, feeder: &Arc<Feeder>) {
        self.0.borrow().tx.is_fed_by(feeder);
    }

    fn refuse(&mut self) {
        self.0.borrow_mut().tx.refuse();
    }
}

impl<U> Drop for OrderedOutlet<U> {
    fn drop(&mut self) {
        // A worker that leaves early (a user's own stage may) must not leave a hole that the consumer waits for.
        if !crate::sync::thread::panicking() {
            let _ = self.0.borrow_mut().finish();
        }
    }
}

/// The receiving end of an ordered region: gives the outputs in the order of the inputs.
#[derive(Debug)]
pub struct OrderedRx<U> {
    pieces: Rx<Piece<U>>,
    window: Rx<()>,
    slots: Box<[Slot<U>]>,
    next: u64,
}

impl<U> OrderedRx<U> {
    pub(crate) fn gate(&self) -> &Arc<Gate> {
        self.pieces.gate()
    }

    fn slot(&mut self, number: u64) -> &mut Slot<U> {
        let window = self.slots.len() as u64;
        let index = usize::try_from(number % window).expect("an index below the window");
        &mut self.slots[index]
    }

    /// Takes the oldest number out of the window and turns to the next one.
    fn retire(&mut self) {
        let number = self.next;
        *self.slot(number) = Slot::default();
        self.next += 1;
        // Its token was put in before the item was.
        let _ = self.window.try_pop();
    }
}

impl<U> OrderedRx<U> {
    /// As `next`, but gives up when the time comes first. Blocks till then.
    pub(crate) fn pop_by(&mut self, due: Instant, clock: &Clock) -> Result<Option<U>, Late> {
        self.take_by(|pieces| pieces.pop_by(due, clock))
    }

    /// As `next`, unless `done` closes first. Blocks till then.
    pub(crate) fn pop_until(&mut self, done: &Done) -> Option<U> {
        let taken: Result<_, Infallible> = self.take_by(|pieces| Ok(pieces.pop_until(done)));
        let Ok(output) = taken;
        if output.is_some() && done.is_closed() {
            self.pieces.unuse();
            return None;
        }
        output
    }

    /// The next output in order, waiting for pieces as `wait` does.
    fn take_by<X>(
        &mut self,
        mut wait: impl FnMut(&mut Rx<Piece<U>>) -> Result<Option<Piece<U>>, X>,
    ) -> Result<Option<U>, X> {
        loop {
            let number = self.next;
            let slot = self.slot(number);
            if let Some(output) = slot.take() {
                return Ok(Some(output));
            }
            if slot.last {
                self.retire();
                continue;
            }
            if mutants::is(Mutant::StopsReading) && self.slots.iter().any(|slot| slot.last) {
                // For ever, as far as this thread is concerned.
                let _ = self.pieces.gate().shut().recv();
                return Ok(None);
            }
            match wait(&mut self.pieces)? {
                Some(piece) if piece.number == BEHIND_ALL => return Ok(piece.output),
                Some(piece) => {
                    if piece.output.is_none() {
                        self.pieces.tally().blank_popped();
                    }
                    self.slot(piece.number).put(piece.output, piece.last);
                }
                // Cancelled: nothing behind a hole may overtake what is missing.
                None if self.pieces.gate().is_shut() => return Ok(None),
                // Every worker has left without finishing this number (only a user's own stage can): go on behind it.
                None => return Ok(self.slots.iter_mut().find_map(Slot::take)),
            }
        }
    }
}

impl<U> Drop for OrderedRx<U> {
    fn drop(&mut self) {
        // What came early is dropped as what is left in an edge is: one by one.
        drain(|| {
            let early = self.slots.iter_mut().find_map(Slot::take)?;
            self.pieces.unuse();
            Some(early)
        });
    }
}

impl<U> Iterator for OrderedRx<U> {
    type Item = U;

    fn next(&mut self) -> Option<U> {
        let taken: Result<_, Infallible> = self.take_by(|pieces| Ok(pieces.pop()));
        let Ok(output) = taken;
        output
    }
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // a test's own threads
mod tests {
    use super::{OrderedEdges, Outlet, Site, lane};

    fn ordered_edges<T, U>(window: usize) -> OrderedEdges<T, U> {
        super::ordered_edges(window, [Site::alone(), Site::alone()])
    }

    #[test]
    fn outputs_come_in_input_order_whichever_worker_is_faster() {
        let mut edges = ordered_edges::<u32, u32>(8);
        let (mut first, mut first_out) = lane(edges.input.clone(), edges.output.clone());
        let (mut second, mut second_out) = lane(edges.input, edges.output);
        for item in 0..4 {
            assert!(edges.feed.push(item).is_continue());
        }
        assert_eq!((first.next(), second.next()), (Some(0), Some(1)));
        for output in [10, 11, 12] {
            assert!(second_out.push(output).is_continue());
        }
        assert_eq!(second.next(), Some(2));
        assert!(first_out.push(5).is_continue());
        assert_eq!(first.next(), Some(3));
        drop(edges.feed);
        assert!(second_out.push(20).is_continue());
        drop((first, first_out, second, second_out));
        assert!(edges.result.eq([5, 10, 11, 12, 20]));
    }

    #[test]
    fn the_feeder_gets_no_further_than_the_window() {
        let mut edges = ordered_edges::<u32, u32>(2);
        let _still_wanted = edges.input.clone();
        assert!(edges.feed.push(0).is_continue());
        assert!(edges.feed.push(1).is_continue());
        let feeder = std::thread::spawn(move || edges.feed.push(2));
        let (mut worker, mut out) = lane(edges.input, edges.output);
        assert_eq!(worker.next(), Some(0));
        assert!(out.push(0).is_continue());
        assert_eq!(worker.next(), Some(1));
        assert_eq!(edges.result.next(), Some(0));
        assert!(!feeder.is_finished());
        assert!(out.push(1).is_continue());
        drop((worker, out));
        assert_eq!(edges.result.next(), Some(1));
        assert!(feeder.join().unwrap().is_continue());
    }
}
