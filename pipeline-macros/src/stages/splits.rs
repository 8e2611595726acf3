//! One stream in, several out.

use super::{Argument, Entry, InRegion, Kind, Streams};

const SPLIT: Entry = Entry {
    kind: Kind::Split {
        streams: Streams::Fixed(2),
    },
    in_region: InRegion::Never,
    ..Entry::PLAIN
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "tee",
        every_stream: true,
        kind: Kind::Split {
            streams: Streams::AsNamed,
        },
        doc: "Every stream gets every item; needs `Clone`.",
        ..SPLIT
    },
    Entry {
        name: "split_result",
        doc: "What is `Ok`, and what is `Err`.",
        ..SPLIT
    },
    Entry {
        name: "partition",
        arguments: &[Argument::FUNCTION],
        doc: "The items for which the function is true, and the others.",
        ..SPLIT
    },
    Entry {
        name: "unzip",
        every_stream: true,
        doc: "The first halves of pairs, and the second halves.",
        ..SPLIT
    },
    Entry {
        name: "route",
        kind: Kind::Split {
            streams: Streams::AsNamed,
        },
        arguments: &[Argument::FUNCTION],
        doc: "The function says by its number to which stream an item goes.",
        ..SPLIT
    },
];
