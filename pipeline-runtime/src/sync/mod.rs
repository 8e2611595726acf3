//! The façade: every thread, lock, channel and clock of the runtime comes from here.
//!
//! Nothing else in this crate names `std::thread`, `std::sync`, `Instant::now` or `crossbeam_channel` (a clippy list of
//! disallowed names holds it to that), so the same runtime can run on real threads, under a schedule explorer, or in
//! virtual time.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // what the others are kept from is wrapped here

pub(crate) mod atomic;
pub(crate) mod backoff;
pub(crate) mod channel;
pub(crate) mod clock;
pub(crate) mod hash;
mod latch;
pub(crate) mod lock;
pub(crate) mod thread;
