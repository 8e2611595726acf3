//! The slots of a ring: one thread puts in, another takes out, neither ever waits.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

pub(crate) use rtrb::{Consumer, PushError};

use std::hint::black_box;
use std::mem::MaybeUninit;

/// What two processors hand over at a time is a line of so many bytes.
const LINE: usize = 64;
/// No more bytes than this are fetched at once: half of the nearest cache of most processors.
const MOST: usize = 16 << 10;

/// Slots for `bound` items.
pub(crate) fn ring<T>(bound: usize) -> (Producer<T>, Consumer<T>) {
    let (slots, consumer) = rtrb::RingBuffer::new(bound);
    (Producer { slots, room: bound }, consumer)
}

/// The end that puts in.
///
/// A slot that has become free lies on a line of the other processor's cache, and the stores of a thread wait for their lines
/// one after the other. So whenever it looks how many slots are free, it fetches the lines of all of them: then they come
/// side by side.
#[derive(Debug)]
pub(crate) struct Producer<T> {
    slots: rtrb::Producer<T>,
    /// How many free slots it knows of.
    room: usize,
}

impl<T> Producer<T> {
    #[inline(always)]
    pub(crate) fn push(&mut self, item: T) -> Result<(), PushError<T>> {
        if self.room == 0 && !self.looks_for_room() {
            return Err(PushError::Full(item));
        }
        self.room -= 1;
        self.slots.push(item)
    }

    /// How many free slots there are.
    pub(crate) fn slots(&self) -> usize {
        self.slots.slots()
    }

    /// Whether there is none.
    pub(crate) fn is_full(&self) -> bool {
        self.slots.is_full()
    }

    #[inline(never)]
    fn looks_for_room(&mut self) -> bool {
        self.room = self.slots.slots();
        // The lines of a larger item are stored to side by side anyway.
        if (1..=LINE).contains(&size_of::<T>()) {
            self.fetch();
        }
        self.room > 0
    }

    /// Fetches the lines of the free slots, but not the last one: the other processor may be reading on it.
    fn fetch(&mut self) {
        let a_line = LINE / size_of::<T>();
        let some = self.room.min(MOST / size_of::<T>());
        let Ok(mut free) = self.slots.write_chunk_uninit(some.saturating_sub(a_line)) else {
            return;
        };
        let (to_the_end, from_the_start) = free.as_mut_slices();
        for slots in [to_the_end, from_the_start] {
            // Only a store makes a line this processor's own.
            for slot in slots.iter_mut().step_by(a_line) {
                *slot = MaybeUninit::zeroed();
            }
            black_box(slots);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PushError, ring};
    use std::fmt::Debug;

    /// Puts in and takes out, so many at a time; each number of free slots comes up at each place of the ring.
    fn passes<T: Debug + PartialEq>(bound: usize, make: impl Fn(u8) -> T) {
        let (mut tx, mut rx) = ring(bound);
        let (mut pushed, mut popped) = (0_u8, 0_u8);
        for at_a_time in (1..=bound).chain((1..=bound).rev()) {
            while !tx.is_full() {
                assert_eq!(tx.push(make(pushed)), Ok(()));
                pushed = pushed.wrapping_add(1);
            }
            assert_eq!(tx.push(make(pushed)), Err(PushError::Full(make(pushed))));
            for _ in 0..at_a_time {
                assert_eq!(rx.pop(), Ok(make(popped)));
                popped = popped.wrapping_add(1);
            }
            assert_eq!(tx.slots(), at_a_time);
        }
    }

    #[test]
    fn a_look_for_room_finds_what_there_is_and_touches_no_item() {
        for bound in [1, 2, 7, 8, 9, 64, 100, 250] {
            passes(bound, |_| ());
            passes(bound, |n| n);
            passes(bound, |n| [n; 24]);
            passes(bound, |n| [n; 64]);
            passes(bound, |n| [n; 65]);
            passes(bound, |n| n.to_string());
        }
    }
}
