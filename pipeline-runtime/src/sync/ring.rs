//! The slots of a ring: one thread puts in, another takes out, neither ever waits.

#![allow(clippy::inline_always)] // measured: a call costs half of what a ring does

pub(crate) use rtrb::{Consumer, Producer, PushError};

use std::hint::black_box;
use std::mem::MaybeUninit;

/// What two processors hand over at a time is a line of so many bytes.
const LINE: usize = 64;
/// No more bytes than this are fetched at once: half of the nearest cache of most processors.
const MOST: usize = 16 << 10;

/// Slots for `bound` items.
pub(crate) fn ring<T>(bound: usize) -> (Producer<T>, Consumer<T>) {
    rtrb::RingBuffer::new(bound)
}

/// The free slots that a producer knows of, and has at hand.
///
/// A slot that has become free lies on a line of the other processor's cache, and the stores of a thread wait for their lines
/// one after the other. So whenever it is looked how many slots are free, the lines of all of them are fetched: then they
/// come side by side.
#[derive(Debug)]
pub(crate) struct Room(usize);

impl Room {
    /// All of a new ring.
    pub(crate) fn of(bound: usize) -> Self {
        Self(bound)
    }

    /// Takes a slot, into which the next item is to be pushed; `false` if none is free.
    #[inline(always)]
    pub(crate) fn takes_one<T>(&mut self, slots: &mut Producer<T>) -> bool {
        if self.0 == 0 {
            self.0 = fetch(slots);
        }
        let is_any = self.0 > 0;
        self.0 -= usize::from(is_any);
        is_any
    }
}

/// Fetches the free slots; how many there are.
#[inline(never)]
fn fetch<T>(slots: &mut Producer<T>) -> usize {
    let free = slots.slots();
    // The lines of a larger item are stored to side by side anyway.
    if (1..=LINE).contains(&size_of::<T>()) {
        let a_line = LINE / size_of::<T>();
        // Not the last line: the other processor may be reading on it.
        let some = free.min(MOST / size_of::<T>()).saturating_sub(a_line);
        if let Ok(mut some) = slots.write_chunk_uninit(some) {
            let (to_the_end, from_the_start) = some.as_mut_slices();
            own(to_the_end, a_line);
            own(from_the_start, a_line);
        }
    }
    free
}

/// Only a store makes a line this processor's own.
fn own<T>(slots: &mut [MaybeUninit<T>], a_line: usize) {
    for slot in slots.iter_mut().step_by(a_line) {
        *slot = MaybeUninit::zeroed();
    }
    black_box(slots);
}

#[cfg(test)]
mod tests {
    use super::{Room, ring};
    use std::fmt::Debug;

    /// Puts in and takes out, so many at a time; each number of free slots comes up at each place of the ring.
    fn passes<T: Debug + PartialEq>(bound: usize, make: impl Fn(u8) -> T) {
        let ((mut tx, mut rx), mut room) = (ring(bound), Room::of(bound));
        let (mut pushed, mut popped) = (0_u8, 0_u8);
        for at_a_time in (1..=bound).chain((1..=bound).rev()) {
            while room.takes_one(&mut tx) {
                assert_eq!(tx.push(make(pushed)), Ok(()));
                pushed = pushed.wrapping_add(1);
            }
            assert!(tx.is_full());
            for _ in 0..at_a_time {
                assert_eq!(rx.pop(), Ok(make(popped)));
                popped = popped.wrapping_add(1);
            }
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
