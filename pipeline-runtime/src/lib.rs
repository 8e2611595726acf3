//! The runtime of [`pipewright`](https://docs.rs/pipewright): edges, sections and runs.
//!
//! This crate is an implementation detail. What `pipeline!` expands to uses it; what users name is re-exported by the
//! facade, whose documentation is the guide.
//!
//! ```text
//! source ▷ adaptor ▷ adaptor ─▶ edge ─▶ n × ( adaptor ▷ adaptor ) ─▶ edge ─▶ adaptor ▷ sink
//! └──── section, one thread ───┘        └── region, n threads ─────┘         └─ section, the caller's thread
//! ```
#![forbid(unsafe_code)]

mod done;
mod edge;
mod emitter;
mod error;
mod flow;
mod graph;
mod handle;
mod iter;
mod join;
#[cfg(all(test, pipewright_model))]
mod models;
mod mutants;
mod part;
mod pipeline;
mod report;
mod roster;
mod run;
mod sink;
mod source;
mod sync;
mod words;

pub use done::{Closer, Done};
pub use emitter::{Emitter, Stopped};
pub use error::{Error, ErrorKind};
pub use graph::Graph;
pub use handle::{Control, Handle};
pub use iter::{Items, Iter};
pub use part::Part;
pub use report::{Advice, EdgeReport, Report, SectionReport};

/// For the tests of pipelines.
pub mod test {
    pub use crate::sync::clock::TestClock;
}

/// The stages as the methods that they are, and the traits by which they say what they need.
///
/// Nobody calls these by hand: every stage is written in `pipeline!`. They are public because the compiler and editors show
/// them, and documented because that is what hovering over a stage shows.
pub mod stages {
    pub use crate::edge::{
        DropNewest, DropOldest, Feeder, KeyedTx, Lanes, Late, OrderedLane, OrderedOutlet,
        OrderedRx, OrderedTx, Outlet, Piece, Rx, Tx,
    };
    pub use crate::error::{
        BoxError, Check, Ends, ErrorMode, Fallible, IsOption, IsResult, Missing, OwnError, Place,
        Plain, Typed,
    };
    pub use crate::flow::At;
    pub use crate::flow::{
        AtEdge, Borrowed, EdgeEnd, Either, Flat, Flow, Fork, IsEither, Keyed, NamedStream,
        NothingUnseen, OfRef, OrFail, Owned, Owns, Part, Seen, Stream, TryMapInit, TwoSided, Whole,
    };
    pub use crate::join::{Goes, Joined, Selected, Zipped};
    pub use crate::part::{
        Attach, Batched, Begin, Cloning, Copying, Dedups, Enumerates, FilterMaps, Filters,
        FlatMaps, Flattens, Gives, Inspects, MapInits, MapWhiles, Maps, Open, OrFails, Scans,
        SkipWhiles, Skips, Step, StepsBy, TakeWhiles, Takes, Then,
    };
    pub use crate::pipeline::{HasResult, OpenPipeline, Pipeline, open_typed, typed};
    pub use crate::run::{
        Count, HasTime, KeyedLanes, OnlyInTheTail, OrderedLanes, Pending, RegionInput, Run, Scope,
        Time,
    };
    pub use crate::sink::Part as SinkPart;
    pub use crate::sink::{
        EndsAt, Gathers, Key, Merge, MergesParts, Picks, Try, TryFold, TryFoldBy, TryForEach,
        TryReduce, TrySink, TryTest, Trying, Unmerged, Value,
    };
    pub use crate::source::{
        Generate, Iterable, Nobody, Receive, Receiving, SaysNothing, Source, Std, Ticking, Ticks,
        Watched, from, generate, lines, receive, ticks,
    };
}

/// What expansions of `pipeline!` use besides. Not for users; anything here may change in any version.
#[doc(hidden)]
pub mod expansion {
    pub use crate::flow::NothingUnseen;
    pub use crate::join::join;
    #[cfg(pipewright_mutants)]
    pub use crate::mutants::NAMES;
    pub use crate::part::part;
    pub use crate::pipeline::{ended, open, open_typed, pipeline, typed};
    pub use crate::run::{Count, OnlyInTheTail, Time};
    pub use crate::sync::clock::Clock;
    pub use crate::sync::thread::counts;

    /// The façade under a schedule explorer, for what `tests/model` puts beside a pipeline.
    #[cfg(pipewright_model)]
    #[doc(hidden)]
    pub use crate::sync::model;

    /// The sources.
    pub mod source {
        pub use crate::source::{from, generate, lines, receive, ticks};
    }

    /// The units of literals.
    pub mod words {
        pub use crate::words::*;
    }
}
