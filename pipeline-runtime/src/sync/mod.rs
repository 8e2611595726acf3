//! The façade: every thread, lock, channel and clock of the runtime comes from here.
//!
//! Nothing else in this crate names `std::thread`, `std::sync`, `Instant::now` or `crossbeam_channel` (a clippy list of
//! disallowed names holds it to that), so the same runtime can run on real threads, under a schedule explorer, or in
//! virtual time. Here it is chosen which: a module below is the system's, unless the one of that name in `model` is.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)] // what the others are kept from is wrapped here

#[cfg(not(pipewright_model))]
pub(crate) mod atomic;
#[cfg(not(pipewright_model))]
pub(crate) mod backoff;
pub(crate) mod barrier;
#[cfg(not(pipewright_model))]
pub(crate) mod bell;
#[cfg(not(pipewright_model))]
pub(crate) mod channel;
pub(crate) mod clock;
#[cfg(not(pipewright_model))]
pub(crate) mod hash;
mod latch;
#[cfg(not(pipewright_model))]
pub(crate) mod lock;
#[cfg(pipewright_model)]
pub mod model;
#[cfg(all(test, pipewright_model))]
mod models;
#[cfg(not(pipewright_model))]
pub(crate) mod ring;
#[cfg(not(pipewright_model))]
pub(crate) mod thread;

#[cfg(pipewright_model)]
pub(crate) use model::{atomic, backoff, bell, channel, hash, lock, ring, thread};
