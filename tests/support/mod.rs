//! The harness of the behaviour tests: identities instead of counts, gates instead of sleeps, and no test that hangs.
//!
//! | module | what it is for |
//! |---|---|
//! | `ledger` | items that say what became of each of them |
//! | `gate` | closures that wait until the test lets them go |
//! | `watchdog` | a test that does not end says where it stood, and ends the process |
//! | `threads` | what the runtime has started and joined, and what the system still shows |
//! | `random` | choices that are the same in every run |
//! | `faults` | planted errors and panics, and a hook that keeps planted panics quiet |
//!
//! Every part has its own tests, with negative controls: a harness that notices nothing passes everything.

// Each test binary uses another part of it.
#![allow(dead_code)]

pub(crate) mod faults;
pub(crate) mod gate;
pub(crate) mod ledger;
pub(crate) mod random;
pub(crate) mod threads;
pub(crate) mod watchdog;
