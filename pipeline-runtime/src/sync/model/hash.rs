//! What keys are hashed with: the same in every execution, so that a schedule can be replayed.

use std::hash::{BuildHasherDefault, DefaultHasher};

pub(crate) type RandomState = BuildHasherDefault<DefaultHasher>;
