//! What ends a stream, and gives a result.

use super::{Argument, Entry, Failures, Kind, Merging, Role};

const F: &[Argument] = &[Argument::FUNCTION];
const SINK: Entry = Entry {
    kind: Kind::Sink,
    ..Entry::PLAIN
};
/// Its results of several workers have no merged meaning of their own.
const PER_WORKER: Entry = Entry {
    merging: Merging::PerWorker("reduce(..)"),
    ..SINK
};
const EARLY: Entry = Entry {
    ends_early: true,
    endless: true,
    ..PER_WORKER
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "collect",
        doc: "Collects the items, by its type or the binding's.",
        ..SINK
    },
    Entry {
        name: "for_each",
        arguments: F,
        closure_fails: true,
        doc: "Calls the function on every item.",
        endless: true,
        ..SINK
    },
    Entry {
        name: "fold",
        arguments: &[
            Argument::new("an initial value", Role::Shared),
            Argument::FUNCTION,
        ],
        closure_fails: true,
        doc: "Makes one value of all items.",
        ..PER_WORKER
    },
    Entry {
        name: "reduce",
        arguments: F,
        closure_fails: true,
        merging: Merging::PartsIfSure,
        doc: "Makes one of all items, two at a time.",
        ..SINK
    },
    Entry {
        name: "count",
        doc: "How many items there were.",
        failures: Failures::DropsItems,
        ..SINK
    },
    Entry {
        name: "count_by",
        arguments: F,
        doc: "How many items there were for each key.",
        ..SINK
    },
    Entry {
        name: "fold_by",
        arguments: &[
            Argument::new("a function that gives the key", Role::Function),
            Argument::new("an initial value", Role::Shared),
            Argument::FUNCTION,
        ],
        closure_fails: true,
        doc: "A fold for each key.",
        ..PER_WORKER
    },
    Entry {
        name: "sum",
        doc: "The sum of all items.",
        ..SINK
    },
    Entry {
        name: "product",
        doc: "The product of all items.",
        ..SINK
    },
    Entry {
        name: "min",
        doc: "The least item.",
        ..SINK
    },
    Entry {
        name: "max",
        doc: "The greatest item.",
        ..SINK
    },
    Entry {
        name: "min_by",
        arguments: F,
        doc: "The least item by a comparison.",
        ..SINK
    },
    Entry {
        name: "max_by",
        arguments: F,
        doc: "The greatest item by a comparison.",
        ..SINK
    },
    Entry {
        name: "min_by_key",
        arguments: F,
        doc: "The item with the least key.",
        ..SINK
    },
    Entry {
        name: "max_by_key",
        arguments: F,
        doc: "The item with the greatest key.",
        ..SINK
    },
    Entry {
        name: "first",
        doc: "The first item, then ends the stream.",
        ..EARLY
    },
    Entry {
        name: "last",
        doc: "The last item.",
        ..PER_WORKER
    },
    Entry {
        name: "find",
        arguments: F,
        doc: "The first item for which the function is true, then ends the stream.",
        ..EARLY
    },
    Entry {
        name: "position",
        arguments: F,
        doc: "Where the function is true first, then ends the stream.",
        ..EARLY
    },
    Entry {
        name: "any",
        arguments: F,
        closure_fails: true,
        ends_early: true,
        doc: "Whether the function is true for an item; the first one ends the stream.",
        endless: true,
        ..SINK
    },
    Entry {
        name: "all",
        arguments: F,
        closure_fails: true,
        ends_early: true,
        doc: "Whether the function is true for all items; the first other one ends the stream.",
        endless: true,
        ..SINK
    },
    Entry {
        name: "send",
        arguments: &[Argument::new("a sender", Role::Shared)],
        doc: "Sends every item into a crossbeam channel; a gone receiver is a failure.",
        endless: true,
        ..SINK
    },
    Entry {
        name: "discard",
        doc: "Drops the items and says how many there were.",
        endless: true,
        ..SINK
    },
    Entry {
        name: "consume",
        opaque: true,
        arguments: F,
        doc: "Hands the items to the function as an `Iterator`; what it returns is the result.",
        endless: true,
        ..PER_WORKER
    },
];
