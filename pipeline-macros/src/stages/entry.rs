//! What the table says of a stage.

/// One stage of the language.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools)] // a row of a table: each column is asked for by itself
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) arguments: &'static [Argument],
    pub(crate) options: &'static [OptionEntry],
    /// Whether it may stand between `fan_out` and what closes the region.
    pub(crate) in_region: InRegion,
    /// Whether it may stand in an open pipeline.
    pub(crate) in_part: bool,
    /// How many items it gives for those it takes.
    pub(crate) rate: Rate,
    /// How a join reads its streams.
    pub(crate) reads: Reads,
    /// Whether each stream of a split gets its part of every item.
    pub(crate) every_stream: bool,
    /// Whether it may hold items that nobody can see.
    pub(crate) opaque: bool,
    /// What it does to the order of items.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the table in the docs"))]
    pub(crate) order: Order,
    /// Never ends by itself (a source), or is content with a stream that does not (a sink).
    pub(crate) endless: bool,
    /// Whether it stops waiting, and so stands at the receiving end of an edge.
    pub(crate) at_edge: AtEdge,
    /// Whether failures among its items, or from its closure, would vanish in it.
    pub(crate) failures: Failures,
    /// Ends the stream by itself, whatever its source does.
    pub(crate) ends_early: bool,
    /// Its first `?` is its closure's, which returns a `Result`.
    pub(crate) closure_fails: bool,
    /// How a sink's results of several workers become one.
    pub(crate) merging: Merging,
    /// One line for the docs.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the table in the docs"))]
    pub(crate) doc: &'static str,
}

impl Entry {
    /// What most stages are; an entry names only where it differs.
    pub(crate) const PLAIN: Self = Self {
        name: "",
        kind: Kind::Transform,
        arguments: &[],
        options: &[],
        in_region: InRegion::Yes,
        in_part: true,
        rate: Rate::OneToOne,
        reads: Reads::Alone,
        every_stream: false,
        opaque: false,
        order: Order::Kept,
        endless: false,
        at_edge: AtEdge::Never,
        failures: Failures::Kept,
        ends_early: false,
        closure_fails: false,
        merging: Merging::Parts,
        doc: "",
    };

    pub(crate) fn is_source(&self) -> bool {
        matches!(self.kind, Kind::Source | Kind::Generator)
    }

    /// Whether it may stand in an open pipeline.
    pub(crate) fn may_be_part(&self) -> bool {
        self.kind == Kind::Transform && self.in_part
    }

    pub(crate) fn is_join(&self) -> bool {
        matches!(self.kind, Kind::FanIn | Kind::Join)
    }

    /// The most and the fewest arguments it takes in front of so many streams.
    pub(crate) fn takes(&self, inputs: usize) -> (usize, usize) {
        let more = if self.arguments.iter().any(|a| a.each_input) {
            inputs.saturating_sub(1)
        } else {
            0
        };
        let least = self
            .arguments
            .iter()
            .filter(|argument| !argument.optional)
            .count();
        (least + more, self.arguments.len() + more)
    }

    /// What the argument at this place is; the last one may stand once for each stream.
    pub(crate) fn argument(&self, place: usize) -> Option<&'static Argument> {
        let last = self.arguments.last().filter(|argument| argument.each_input);
        self.arguments.get(place).or(last)
    }

    pub(crate) fn is_sink(&self) -> bool {
        self.kind == Kind::Sink
    }

    /// How many streams it gives, where it gives several.
    pub(crate) fn splits(&self) -> Option<Streams> {
        match self.kind {
            Kind::Split { streams } => Some(streams),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Source,
    /// A source that pushes, on a thread of its own.
    Generator,
    /// Fused with its neighbours.
    Transform,
    /// Opens a region.
    FanOut,
    /// Closes a region, or merges several streams.
    FanIn,
    /// A queue between two threads.
    Buffer,
    /// Makes one stream of several, read on one thread.
    Join,
    /// Gives several streams.
    Split {
        streams: Streams,
    },
    Sink,
}

/// How a stage reads the streams in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reads {
    /// There is one, or all feed one edge.
    Alone,
    /// One item of each; ends with the shortest.
    Together,
    /// All of one, then all of the next.
    InTurn,
    /// What is there, the first one's first.
    Preferring,
    /// What is there, each with a function of its own; ends when all have that can.
    EachItsOwn,
}

impl Reads {
    /// Whether it waits for a certain stream while others may have items.
    pub(crate) fn waits(self) -> bool {
        matches!(self, Self::Together | Self::InTurn)
    }

    /// Whether one stream that ends is enough for it to end, beside others that never do.
    pub(crate) fn ends_beside_endless(self) -> bool {
        matches!(self, Self::Together | Self::EachItsOwn)
    }

    /// Whether its streams are of one type.
    pub(crate) fn is_of_one_type(self) -> bool {
        matches!(self, Self::InTurn | Self::Preferring)
    }
}

/// How many streams a split gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Streams {
    Fixed(usize),
    /// As many as are named, at least two.
    AsNamed,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Argument {
    /// As the message says it: "a count", "a function".
    pub(crate) what: &'static str,
    pub(crate) role: Role,
    pub(crate) optional: bool,
    /// Stands once for each stream in front of the stage.
    pub(crate) each_input: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Stays in the section.
    Function,
    /// Evaluated once, where the macro stands.
    Value,
    /// A value that is evaluated once and used by reference: an open pipeline.
    Part,
    /// A value of which every worker of a region sees the same one, by reference.
    Shared,
    /// A value that is at least one; what it is needed for, as the message says it.
    Count { needs: &'static str },
    /// A value that is a duration longer than zero.
    Time,
}

impl Argument {
    pub(crate) const FUNCTION: Self = Self::new("a function", Role::Function);
    pub(crate) const AMOUNT: Self = Self::new("a number", Role::Value);

    pub(crate) const fn new(what: &'static str, role: Role) -> Self {
        Self {
            what,
            role,
            optional: false,
            each_input: false,
        }
    }

    pub(crate) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    pub(crate) const fn for_each_input(mut self) -> Self {
        self.each_input = true;
        self
    }
}

/// A word that may stand among the arguments.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OptionEntry {
    pub(crate) name: &'static str,
    /// `name = value`, not the word alone.
    pub(crate) has_value: bool,
    /// The options that cannot stand beside it.
    pub(crate) excludes: &'static [&'static str],
}

impl OptionEntry {
    pub(crate) const fn word(name: &'static str, excludes: &'static [&'static str]) -> Self {
        Self {
            name,
            has_value: false,
            excludes,
        }
    }

    pub(crate) const fn with_value(name: &'static str, excludes: &'static [&'static str]) -> Self {
        Self {
            name,
            has_value: true,
            excludes,
        }
    }
}

/// What becomes of failures that a stage does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failures {
    Kept,
    /// Those among its items vanish.
    DropsItems,
    /// Those that its closure returns vanish.
    DropsResults,
}

/// Whether a stage stops waiting before its next item comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AtEdge {
    Never,
    /// When it is given a time.
    WithTime,
    Always,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InRegion {
    Yes,
    /// It counts or remembers across items; on each worker that would be something else.
    Counts,
    /// Fine, but not where the region keeps the order: it holds items back.
    NotOrdered,
    /// It opens, closes, splits, joins or waits.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rate {
    OneToOne,
    /// Gives an item or none.
    AtMostOne,
    /// One to one, but for a number at the beginning that it drops.
    Lags,
    /// Gives one item for several.
    Gathers,
    /// Gives any number.
    Any,
    /// The macro cannot see it.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Kept,
    /// Kept only with the option `ordered`.
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merging {
    /// The workers' results are merged by the sink's own meaning.
    Parts,
    /// The same, unless its closure may fail: then the merging could.
    PartsIfSure,
    /// It has none: the workers' values go through `fan_in`; how they are merged there, as the help says it.
    PerWorker(&'static str),
}
