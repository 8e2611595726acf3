//! The harness of the tests under the schedule explorer.
//!
//! `cargo test --release`, in this folder, explores some hundred thousand schedules of channels and whole pipelines.
//! `PIPEWRIGHT_SCHEDULES` sets how many each exploration does, `PIPEWRIGHT_SEED` where they begin. A schedule that fails is
//! printed; `PIPEWRIGHT_SCHEDULE=that` with the name of its test runs it alone, again.
//!
//! The protocols of the runtime are models of their own, beside their code in modules `models`, in which every schedule is
//! tried up to a number of forced waits that each names. In the root of the repository:
//!
//! ```sh
//! RUSTFLAGS="--cfg pipewright_model" cargo test -p pipewright-runtime --lib --release --target-dir target/model models
//! ```

mod explore;
mod ledger;

pub use explore::{Seen, control, dawdle, explore, pick, script};
pub use ledger::{Item, Ledger};
pub use pipewright::__private::model;
