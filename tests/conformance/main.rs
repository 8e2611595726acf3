//! The rules R1 to R40 of a run: a test at least for each, named after it. `docs/rules.md` is the table.
//!
//! `tests/mutants` builds this suite once more with deliberate faults in the runtime: every one has to be noticed by the
//! test that the table names.

#[path = "../support/mod.rs"]
mod support;

mod alone;
mod asleep;
mod completion;
mod endings;
mod failures;
mod grid;
#[cfg(pipewright_mutants)]
mod mutants;
mod robustness;
mod start;
mod table;
mod topologies;
