//! What keys are hashed with: random, so that nobody can send all of them to one worker.

pub(crate) use std::hash::RandomState;
