//! The picture of a pipeline is true: its sections, edges, bounds, threads, and how many items it can hold.

#![allow(clippy::needless_raw_string_hashes)] // an updated snapshot is written with them

#[path = "../support/mod.rs"]
mod support;

mod held;
mod joins;
mod pictures;
