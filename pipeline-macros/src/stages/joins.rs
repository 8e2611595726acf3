//! Several streams in, one out, read on one thread. (`fan_in`, which needs none for it, stands with the regions.)

use super::{Argument, Entry, InRegion, Kind, OptionEntry, Rate, Reads, Role};

const JOIN: Entry = Entry {
    kind: Kind::Join,
    in_region: InRegion::Never,
    ..Entry::PLAIN
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "zip",
        reads: Reads::Together,
        ends_early: true,
        doc: "Pairs the items of several streams by position; ends with the shortest.",
        ..JOIN
    },
    Entry {
        name: "concat",
        reads: Reads::InTurn,
        doc: "One stream after the other.",
        ..JOIN
    },
    Entry {
        name: "prefer",
        reads: Reads::Preferring,
        doc: "Whatever comes; of what is there, the stream listed first.",
        ..JOIN
    },
    Entry {
        name: "select",
        reads: Reads::EachItsOwn,
        opaque: true,
        arguments: &[
            Argument::new("an initial state", Role::Value),
            Argument::FUNCTION.for_each_input(),
        ],
        options: &[OptionEntry::with_value("at_end", &[])],
        rate: Rate::Any,
        doc: "The for-select loop: one function a stream, all on one thread with one state.",
        ..JOIN
    },
];
