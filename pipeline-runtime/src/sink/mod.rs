//! Sinks: what ends a stream, and what it gives.
//!
//! Every sink exists twice under one name: for a whole stream it gives a [`Value`], for a worker's part of one a [`Part`]
//! that knows how it is merged with the others. The loops themselves are written once.

mod by_key;
mod part;
mod send;
mod trying;
mod trying_part;
mod value;
mod whole;
mod whole_order;

pub use by_key::Key;
pub use part::{Gathers, Merge, Part, Picks, Unmerged};
pub use trying::{
    EndsAt, Try, TryFold, TryFoldBy, TryForEach, TryReduce, TrySink, TryTest, Trying,
};
pub use trying_part::MergesParts;
pub use value::Value;
