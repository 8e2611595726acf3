//! The picture of a pipeline is true: its sections, edges, bounds, threads, and how many items it can hold.

#[path = "../support/mod.rs"]
mod support;

mod held;
mod joins;
mod pictures;
