//! Every shape of a pipeline, with its result.

mod chains;
mod errors;
mod graphs;
mod joins;
mod outer;
mod own;
mod regions;
