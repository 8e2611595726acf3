//! What every pipeline promises, on real threads: one module a promise.

#[path = "../support/mod.rs"]
mod support;

mod back_pressure;
mod borrowing;
mod bridges;
mod cancel;
mod draining;
mod drops;
mod ends;
mod error_kinds;
mod errors;
mod examples;
mod failing_sinks;
mod iterate;
mod joins;
mod keyed;
mod limits;
mod or_done;
mod order;
mod overflow;
#[macro_use]
mod panics;
mod panic_outcome;
mod parts;
mod pushing;
mod questions;
mod quiet;
mod regions;
mod reports;
mod results;
mod routes;
mod selects;
mod sinks;
mod splits;
mod stages;
mod start;
mod ticking;

/// Sorted, for what comes in no order that one could rely on.
fn sorted<T: Ord>(mut items: Vec<T>) -> Vec<T> {
    items.sort();
    items
}
