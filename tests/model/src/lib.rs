//! The harness of the tests under the schedule explorer.
//!
//! `cargo test --release`, in this folder, explores some hundred thousand schedules. `PIPEWRIGHT_SCHEDULES` sets how many
//! each test does, `PIPEWRIGHT_SEED` where they begin. A schedule that fails is printed; `PIPEWRIGHT_SCHEDULE=that` with the
//! name of its test runs it alone, again.

mod explore;
mod ledger;

pub use explore::{Seen, control, dawdle, explore, pick, script};
pub use ledger::{Item, Ledger};
pub use pipewright::__private::model;
