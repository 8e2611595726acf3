//! The fused stages: one stream in, one stream out, no thread. Most are `Iterator`'s, by name and meaning.

use super::{Argument, AtEdge, Entry, Failures, InRegion, OptionEntry, Rate, Role};

const F: &[Argument] = &[Argument::FUNCTION];
const AMOUNT: &[Argument] = &[Argument::AMOUNT];

const PLAIN: Entry = Entry {
    arguments: F,
    ..Entry::PLAIN
};
/// Counts or remembers across items.
const COUNTS: Entry = Entry {
    in_region: InRegion::Counts,
    ..PLAIN
};
const ENDS: Entry = Entry {
    ends_early: true,
    rate: Rate::AtMostOne,
    ..COUNTS
};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        name: "map",
        doc: "Calls the function on every item and passes on what it gives.",
        ..PLAIN
    },
    Entry {
        name: "filter",
        rate: Rate::AtMostOne,
        doc: "Keeps the items for which the function is true.",
        ..PLAIN
    },
    Entry {
        name: "filter_map",
        rate: Rate::AtMostOne,
        doc: "Passes on what the function gives as `Some`.",
        ..PLAIN
    },
    Entry {
        name: "flat_map",
        rate: Rate::Any,
        doc: "Passes on, one by one, all that the function makes of an item.",
        failures: Failures::DropsResults,
        ..PLAIN
    },
    Entry {
        name: "flatten",
        arguments: &[],
        rate: Rate::Any,
        doc: "Takes the items of the items.",
        failures: Failures::DropsItems,
        ..PLAIN
    },
    Entry {
        name: "cloned",
        arguments: &[],
        doc: "Clones borrowed items.",
        ..PLAIN
    },
    Entry {
        name: "copied",
        arguments: &[],
        doc: "Copies borrowed items.",
        ..PLAIN
    },
    Entry {
        name: "inspect",
        doc: "Shows every item to the function on its way.",
        ..PLAIN
    },
    Entry {
        name: "scan",
        arguments: &[
            Argument::new("an initial state", Role::Value),
            Argument::FUNCTION,
        ],
        doc: "As `map`, with a state; a `None` ends the stream.",
        ..ENDS
    },
    Entry {
        name: "enumerate",
        arguments: &[],
        doc: "Pairs every item with its number.",
        ..COUNTS
    },
    Entry {
        name: "take",
        arguments: AMOUNT,
        doc: "The first items, then ends the stream.",
        ..ENDS
    },
    Entry {
        name: "take_while",
        doc: "Items until the function is false.",
        ..ENDS
    },
    Entry {
        name: "map_while",
        doc: "As `map`, until the function gives `None`.",
        ..ENDS
    },
    Entry {
        name: "skip",
        arguments: AMOUNT,
        rate: Rate::Lags,
        doc: "All but the first items.",
        ..COUNTS
    },
    Entry {
        name: "skip_while",
        rate: Rate::AtMostOne,
        doc: "Items from the first one on for which the function is false.",
        ..COUNTS
    },
    Entry {
        name: "step_by",
        arguments: &[Argument::new(
            "a step",
            Role::Count {
                needs: "a step of at least one",
            },
        )],
        rate: Rate::Gathers,
        doc: "The first item and every n-th after it.",
        ..COUNTS
    },
    Entry {
        name: "dedup",
        arguments: &[],
        rate: Rate::AtMostOne,
        doc: "Drops items that equal the one before; needs `PartialEq` and `Clone`.",
        ..COUNTS
    },
    Entry {
        name: "map_init",
        arguments: &[
            Argument::new("a function that makes the state", Role::Function),
            Argument::FUNCTION,
        ],
        doc: "As `map`, with a state made once per worker, on the worker, at its first item.",
        ..PLAIN
    },
    Entry {
        name: "try_map_init",
        arguments: &[
            Argument::new("a function that makes the state", Role::Function),
            Argument::FUNCTION,
        ],
        closure_fails: true,
        doc: "As `map_init`, where both closures may fail; its `?` is for both.",
        in_part: false,
        ..PLAIN
    },
    Entry {
        name: "batch",
        arguments: &[
            Argument::new(
                "a count",
                Role::Count {
                    needs: "at least one item",
                },
            ),
            Argument::new("time", Role::Time).optional(),
        ],
        in_region: InRegion::NotOrdered,
        rate: Rate::Gathers,
        at_edge: AtEdge::WithTime,
        doc: "Gathers items into a `Vec`, at most so many, and with a time no later than that after the first.",
        ..PLAIN
    },
    Entry {
        name: "bridge",
        arguments: &[],
        rate: Rate::Any,
        doc: "Drains crossbeam receivers that come as items, one after the other.",
        in_part: false,
        ..PLAIN
    },
    Entry {
        name: "or_done",
        arguments: &[Argument::new("a `Done`", Role::Value)],
        in_region: InRegion::Never,
        rate: Rate::AtMostOne,
        at_edge: AtEdge::Always,
        ends_early: true,
        doc: "Ends the stream when the done channel closes, also while it waits.",
        in_part: false,
        ..PLAIN
    },
    Entry {
        name: "through",
        opaque: true,
        in_region: InRegion::NotOrdered,
        rate: Rate::Unknown,
        doc: "Hands the items to the function as an `Iterator` and passes on the one it returns.",
        options: &[OptionEntry::with_value("rate", &[])],
        in_part: false,
        ..PLAIN
    },
    Entry {
        name: "via",
        opaque: true,
        arguments: &[Argument::new("an open pipeline", Role::Part)],
        options: &[OptionEntry::with_value("rate", &[])],
        in_region: InRegion::NotOrdered,
        in_part: false,
        rate: Rate::Unknown,
        doc: "Splices an open pipeline in.",
        ..PLAIN
    },
];
