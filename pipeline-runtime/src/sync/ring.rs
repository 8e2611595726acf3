//! The slots of a ring: one thread puts in, another takes out, neither ever waits.

pub(crate) use rtrb::{Consumer, Producer, PushError};

/// Slots for `bound` items.
pub(crate) fn ring<T>(bound: usize) -> (Producer<T>, Consumer<T>) {
    rtrb::RingBuffer::new(bound)
}
