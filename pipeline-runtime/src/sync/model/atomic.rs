//! Atomics, each access a scheduling point. The explorer knows one order for all of them: weaker ones are not modelled.

pub use shuttle::sync::atomic::{
    AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering,
};
// Counting owners decides no schedule. A once may not wait for the explorer inside of its closure.
pub use std::sync::{Arc, OnceLock, Weak};
