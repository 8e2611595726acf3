//! Where items come from.

use super::{Argument, Entry, InRegion, Kind, Role};

const SOURCE: Entry = Entry {
    kind: Kind::Source,
    in_region: InRegion::Never,
    ..Entry::PLAIN
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "from",
        arguments: &[Argument::new("something to iterate over", Role::Value)],
        doc: "The items of any `IntoIterator`, borrowed ones too.",
        ..SOURCE
    },
    Entry {
        name: "lines",
        arguments: &[Argument::new("a reader", Role::Value)],
        doc: "The lines of any `BufRead`, as `io::Result<String>`.",
        ..SOURCE
    },
    Entry {
        name: "receive",
        arguments: &[Argument::new("a receiver", Role::Value)],
        doc: "The items of a crossbeam `Receiver`; wakes at once when the run is cut short.",
        ..SOURCE
    },
    Entry {
        name: "ticks",
        arguments: &[Argument::new("a period", Role::Time)],
        endless: true,
        doc: "An `Instant` each period, the first after one; missed ones merge. Ends only by another stage.",
        ..SOURCE
    },
    Entry {
        name: "generate",
        kind: Kind::Generator,
        arguments: &[Argument::FUNCTION],
        closure_fails: true,
        doc: "Calls the function once, on a thread of its own; what it pushes are the items.",
        ..SOURCE
    },
];
