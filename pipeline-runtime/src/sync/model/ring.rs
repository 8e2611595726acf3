//! The slots of a ring; each look at them and each change is one step.

use super::sleep::step;
pub use rtrb::{PopError, PushError};

/// The end that puts in.
#[derive(Debug)]
pub struct Producer<T>(rtrb::Producer<T>);

/// The end that takes out.
#[derive(Debug)]
pub struct Consumer<T>(rtrb::Consumer<T>);

/// Slots for `bound` items.
#[must_use]
pub fn ring<T>(bound: usize) -> (Producer<T>, Consumer<T>) {
    let (producer, consumer) = rtrb::RingBuffer::new(bound);
    (Producer(producer), Consumer(consumer))
}

/// No slots at hand.
#[derive(Debug)]
pub struct Room(());

impl Room {
    /// Nothing is known of a new ring.
    #[must_use]
    pub fn of(_bound: usize) -> Self {
        Self(())
    }

    /// Whether there may be a free slot: `push`, which is one step with its look, finds out.
    #[allow(clippy::unused_self)] // the interface of the other back end
    pub fn takes_one<T>(&mut self, _slots: &mut Producer<T>) -> bool {
        true
    }
}

impl<T> Producer<T> {
    /// Never blocks.
    ///
    /// # Errors
    ///
    /// The item, when there is no room.
    pub fn push(&mut self, item: T) -> Result<(), PushError<T>> {
        step();
        self.0.push(item)
    }

    /// How many free slots there are.
    #[must_use]
    pub fn slots(&self) -> usize {
        step();
        self.0.slots()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_full(&self) -> bool {
        step();
        self.0.is_full()
    }
}

impl<T> Consumer<T> {
    /// Never blocks.
    ///
    /// # Errors
    ///
    /// When nothing is inside.
    pub fn pop(&mut self) -> Result<T, PopError> {
        step();
        self.0.pop()
    }

    /// How many items there are.
    #[must_use]
    pub fn slots(&self) -> usize {
        step();
        self.0.slots()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        step();
        self.0.is_empty()
    }
}
