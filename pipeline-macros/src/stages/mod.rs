//! THE TABLE: every stage of the language, once.
//!
//! Parsing, arity, checks, messages, the docs table and the expansion read it. To add an ordinary stage, add an entry to
//! the family's file (and, where `Iterator` has no such adaptor, a method of `Flow` in the runtime).

mod entry;
mod joins;
mod regions;
mod reserved;
mod sinks;
mod sources;
mod splits;
mod transforms;

pub(crate) use entry::{
    Argument, AtEdge, Entry, Failures, InRegion, Kind, Merging, OptionEntry, Order, Rate, Reads,
    Role, Streams,
};
pub(crate) use reserved::is_reserved;

/// Every family, in the order of the docs.
const FAMILIES: [&[Entry]; 6] = [
    sources::ENTRIES,
    transforms::ENTRIES,
    regions::ENTRIES,
    splits::ENTRIES,
    joins::ENTRIES,
    sinks::ENTRIES,
];

/// All stages.
pub(crate) fn all() -> impl Iterator<Item = &'static Entry> {
    FAMILIES.into_iter().flatten()
}

/// The stage of that name.
pub(crate) fn find(name: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.name == name)
}
