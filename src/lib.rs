//! Concurrent pipelines as one checked macro.
//!
//! [`pipeline!`] turns declared stages into statically typed threads and bounded channels. A graph that is wired wrongly does
//! not compile; one that compiles joins every thread it starts, loses no item, and reports every failure.
//!
//! ```
//! use pipewright::prelude::*;
//! use std::collections::HashMap;
//!
//! let texts = ["the cat and the dog", "the bird"];
//! let counts: HashMap<&str, usize> = pipeline!(
//!     from(texts)
//!         >> fan_out(4)
//!         >> flat_map(|text| text.split(' '))
//!         >> fan_in
//!         >> count_by(|word| word)
//! )
//! .run()?;
//! assert_eq!(counts["the"], 3);
//! # Ok::<(), pipewright::Error>(())
//! ```
//!
//! # Chains
//!
//! `>>` joins stages. A chain begins with a source ([`from`](stages::from), [`lines`](stages::lines),
//! [`receive`](stages::receive), [`ticks`](stages::ticks), [`generate`](stages::generate)) or a named stream, and ends in a
//! sink, whose value is the chain's *result*. The stages have the names and meanings of [`Iterator`]'s methods. In the
//! repository are [the whole table](https://docs.rs/crate/pipewright/latest/source/docs/stages.md) and [the
//! reference](https://docs.rs/crate/pipewright/latest/source/docs/language.md), with an example for every stage and form.
//!
//! What stands between two *boundaries* (`fan_out`, `fan_in`, `buffer`, a split, a join) is one *section*: a fused loop on one
//! thread, with no channel in it. A chain without a boundary starts no thread and costs what the loop by hand costs. The
//! section of the sink that is declared last runs on the caller's thread.
//!
//! A stage that is not in the table is called as a method of an `Iterator` and must return one: any extension trait adds
//! stages. A value argument (`from(x)`, `batch(n)`, `fold`'s initial value) is evaluated once, where the macro stands, before
//! anything runs.
//!
//! # Streams and results
//!
//! ```
//! use pipewright::prelude::*;
//!
//! let (even, odd) = pipeline!({
//!     let (small, large) = from(0..100_u32) >> partition(|n| *n < 50);
//!     let large = large >> map(|n| n - 50);
//!     let (even, odd) = (small, large) >> fan_in >> partition(|n| n % 2 == 0);
//!     let even = even >> count;
//!     let odd = odd >> sum::<u32>();
//!     (even, odd)
//! })
//! .run()?;
//! assert_eq!((even, odd), (50, 1250));
//! # Ok::<(), pipewright::Error>(())
//! ```
//!
//! `let` names a stream, or the result of a chain that ends in a sink. A split (`tee`, `split_result`, `partition`, `unzip`,
//! `route`) binds a tuple. Each stream is consumed exactly once. The tail is a chain, or any expression over the results, which
//! are there when the whole graph has ended.
//!
//! A join makes one stream of several: `(a, b) >> fan_in` merges them, `zip` pairs them by position, `concat` gives one after
//! the other, `prefer` the first-listed first, and `select` is the for-select loop: one function a stream, all with one state.
//! `zip` and `concat` wait for one stream while another one fills. Where that could last for ever, because both come from one
//! split, the macro refuses it.
//!
//! An open pipeline, `pipeline!(|items: Stream<T>| items >> ..)`, is a reusable part; `via` splices it into another. It
//! implements [`Part`].
//!
//! # Regions
//!
//! `fan_out(n)` starts `n` workers that share the items; every stage up to `fan_in` runs on each of them, and so does a sink
//! that ends the region: the workers' results are then merged by its own meaning. With `fan_out(n, ordered)` the output keeps
//! the order of the input; with `fan_out(n, by = key)` a key stays with its worker. State in a region is one per worker
//! (`map_init`); mutable state that workers would share does not compile.
//!
//! ```
//! use pipewright::prelude::*;
//!
//! // A sink in front of `fan_in` gives one value per worker: the parallel fold.
//! let sum = pipeline!(
//!     from(1..=1000_u64)
//!         >> fan_out(4)
//!         >> fold(0, |sum, n| sum + n)
//!         >> fan_in
//!         >> reduce(|a, b| a + b)
//! )
//! .run()?;
//! assert_eq!(sum, 500_500);
//! # Ok::<(), pipewright::Error>(())
//! ```
//!
//! # Failures
//!
//! `?` behind a stage opens its `Result`s (or `Option`s): the first failure ends the run and is what `run` returns, with the
//! stage, its place, the worker and the item in [`Error`]. Without `?` failures are ordinary items, to be split, folded or
//! collected. `type Error = MyError;` as the first statement makes the error your own type, by `From`, as `?` does in a
//! function.
//!
//! ```
//! use pipewright::prelude::*;
//!
//! let error = pipeline!(from(["1", "2", "x"]) >> map(|s| s.parse::<u32>())? >> sum::<u32>())
//!     .run()
//!     .unwrap_err();
//! assert_eq!((error.stage(), error.item()), (Some("map"), Some(2)));
//! ```
//!
//! A panic in a closure cancels the run and comes out of `run`, with its own payload, after every thread has been joined.
//!
//! # Running
//!
//! | call | gives |
//! |---|---|
//! | [`run`](stages::Pipeline::run) | blocks; the result. Borrows from the caller are fine |
//! | [`run_reported`](stages::Pipeline::run_reported) | the result, and a [`Report`]: what went where, what was discarded, which section was busy |
//! | [`spawn`](stages::Pipeline::spawn) | a [`Handle`]: join it, or stop (drain) or cancel it by its [`Control`]. Needs `pipeline!(move \|\| ..)` |
//! | [`iter`](stages::OpenPipeline::iter) | where the tail is a stream: its items while the rest runs behind |
//! | [`with_iter`](stages::OpenPipeline::with_iter) | the same for a closure's length, so that it may borrow |
//! | [`graph`](stages::Pipeline::graph) | runs nothing: the [`Graph`], which draws itself and knows the most items in flight |
//!
//! A [`Done`] says "nobody needs more": `or_done(done)` ends a stream when its [`Closer`] closes it, also while it waits.
//!
//! ```
//! use pipewright::prelude::*;
//!
//! let (closer, done) = Done::channel();
//! let clock = pipeline!(move || ticks(1h) >> or_done(done) >> count).spawn();
//! closer.close();
//! assert_eq!(clock.join()?, 0);
//!
//! let graph = pipeline!(from(0..10_u64) >> fan_out(2) >> map(|n| n + 1) >> sum::<u64>()).capacity(8).graph();
//! assert_eq!((graph.threads(), graph.max_in_flight()), (3, 11));
//! # Ok::<(), pipewright::Error>(())
//! ```
//!
//! `named`, `capacity`, `stack_size`, `cancel_on`, `timeout`, `deadline`, `measured` and `clock` are set before. Edges hold 64 KiB worth of items by default (16 to 4096, and
//! at most 256 that own memory); `buffer(n)` sets the bound of one.
//!
//! # What a run promises
//!
//! * When it returns, by any way out, every thread that it started has been joined.
//! * An item that a source gave is delivered, consumed, failed, or dropped because its consumer has ended; undelivered ones are
//!   dropped before `run` returns.
//! * `Ok` is never said of a run that was cut short.
//! * What has left a stage can be received by the next one at once.
//! * No item is pulled before every thread stands; a thread that cannot be started is an [`Error`].
//! * `stop` delivers everything that was pulled; `cancel` wakes every stage that waits; a run whose stages all wait for each other
//!   ends as [`ErrorKind::Stalled`].
//!
//! What cannot be promised: a source that blocks in its own `next` (a read, an iterator over a `std` channel) is not woken when
//! the run is cut short (`receive`, `ticks` and `bridge` are); the run ends when it returns. A `Drop` that panics while another
//! panic unwinds aborts the process, by the language.
#![forbid(unsafe_code)]

// Expansions name the hidden module through `$crate`; the README's examples name the crate.
#[allow(unused_extern_crates)]
extern crate self as pipewright;

pub use pipewright_runtime::{
    Advice, Closer, Control, Done, EdgeReport, Emitter, Error, ErrorKind, Graph, Handle, Items,
    Iter, Part, Report, SectionReport, Stopped, stages, test,
};

/// Declares a pipeline: stages joined by `>>`, as one value that is then run.
///
/// ```text
/// pipeline!(chain)
/// pipeline!({ statements; tail })
/// pipeline! { statements; tail }
/// pipeline!(move || ..)            the stage closures own what they capture, for `spawn` and `iter`
/// pipeline!(|items: Stream<T>| items >> ..)                     an open pipeline, for `via`
///
/// statement = let name = chain;  |  let (a, b) = chain;  |  chain;  |  type Error = E;   (first only)
/// chain     = source(..) >> stage >> stage(..)? >> sink   |  stream >> ..  |  (a, b) >> fan_in >> ..
/// tail      = chain  |  any expression over the named results
/// ```
///
/// It stands where an expression stands, and has no effect but the evaluation of its value arguments until it is run. Literals
/// with a unit are durations and sizes: `200ms`, `1.5s`, `30min`, `64kb` (1000), `64kib` (1024). The [crate's
/// documentation](crate) is the guide; [`stages`] documents each stage.
///
/// ```
/// use pipewright::prelude::*;
///
/// let squares: Vec<u64> = pipeline!(from(1..=3_u64) >> map(|n| n * n) >> collect).run()?;
/// assert_eq!(squares, [1, 4, 9]);
/// # Ok::<(), pipewright::Error>(())
/// ```
#[macro_export]
macro_rules! pipeline {
    ($($declaration:tt)*) => {
        $crate::__private::expand!([$crate] $($declaration)*)
    };
}

/// What a program that writes pipelines names: `use pipewright::prelude::*;`
pub mod prelude {
    pub use crate::{Done, pipeline};
}

/// What expansions use.
#[doc(hidden)]
pub mod __private {
    pub use pipewright_macros::expand;
    pub use pipewright_runtime::expansion::*;
}

/// The examples of the README and of the language's reference are tests.
#[cfg(doctest)]
mod examples {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/language/forms.md")]
    mod forms {}
    #[doc = include_str!("../docs/language/sources.md")]
    mod sources {}
    #[doc = include_str!("../docs/language/transforms.md")]
    mod transforms {}
    #[doc = include_str!("../docs/language/regions.md")]
    mod regions {}
    #[doc = include_str!("../docs/language/splits-and-joins.md")]
    mod splits_and_joins {}
    #[doc = include_str!("../docs/language/sinks.md")]
    mod sinks {}
    #[doc = include_str!("../docs/language/running.md")]
    mod running {}
    #[doc = include_str!("../docs/language/waiting.md")]
    mod waiting {}
    #[doc = include_str!("../docs/language/refused.md")]
    mod refused {}
    #[doc = include_str!("../docs/language/not-promised.md")]
    mod not_promised {}
    #[doc = include_str!("../docs/language/patterns.md")]
    mod patterns {}
}
