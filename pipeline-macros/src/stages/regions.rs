//! What opens and closes a region, and the queue between two threads.

use super::{Argument, Entry, InRegion, Kind, OptionEntry, Order, Role};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "fan_out",
        kind: Kind::FanOut,
        arguments: &[Argument::new(
            "a number of workers",
            Role::Count {
                needs: "at least one worker",
            },
        )
        .optional()],
        options: &[
            OptionEntry::word("ordered", &["by"]),
            OptionEntry::with_value("by", &["ordered"]),
        ],
        in_region: InRegion::Never,
        order: Order::Lost,
        doc: "Workers share the items; every stage up to what closes the region runs on each. Bare: one per core. \
              With `ordered` the output is in input order; with `by = key` a key stays with its worker.",
        ..Entry::PLAIN
    },
    Entry {
        name: "fan_in",
        kind: Kind::FanIn,
        in_region: InRegion::Never,
        doc: "Closes a region, or merges several streams: each one's own order is kept.",
        ..Entry::PLAIN
    },
    Entry {
        name: "buffer",
        kind: Kind::Buffer,
        arguments: &[Argument::new(
            "a count",
            Role::Count {
                needs: "room for at least one item",
            },
        )],
        options: &[
            OptionEntry::word("drop_oldest", &["drop_newest"]),
            OptionEntry::word("drop_newest", &["drop_oldest"]),
        ],
        in_region: InRegion::Never,
        doc: "A queue between two threads. Directly behind another boundary it sets that edge's bound; the workers of a `fan_out` behind it read from it. It waits when it is full, or drops as it is told.",
        ..Entry::PLAIN
    },
];
