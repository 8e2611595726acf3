//! What `run` gives when it does not end well, and how a failure at `?` becomes one.

mod fallible;
mod mode;

pub use fallible::{Check, Ends, Fallible, IsOption, IsResult, Missing, Place};
pub use mode::{ErrorMode, OwnError, Plain, Typed};

use crate::mutants::{self, Mutant};
use std::fmt;
use std::panic::Location;

/// Any error that can travel between threads: what a failure at `?` has to turn into.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a run did not end well.
///
/// ```
/// use pipewright_runtime::ErrorKind;
///
/// assert_eq!(ErrorKind::Cancelled.to_string(), "the run was cancelled");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A stage with `?` gave an `Err`; it is the error's `source()`.
    Failed,
    /// A stage with `?` gave a `None`.
    Missing,
    /// The run was cancelled from outside.
    Cancelled,
    /// The run's time was up before it had ended.
    DeadlinePassed,
    /// Every stage waited for another one.
    Stalled,
    /// `send` had nobody to send to.
    ReceiverGone,
    /// A thread could not be started; no item had been pulled. The system's error is the `source()`.
    Spawn,
    /// A setting is out of range; no section had been started.
    Setting,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "a stage failed",
            Self::Missing => "a stage gave `None`",
            Self::Cancelled => "the run was cancelled",
            Self::DeadlinePassed => "the run's time was up",
            Self::Stalled => "every stage waits for another one",
            Self::ReceiverGone => "the receiver is gone",
            Self::Spawn => "a thread could not be started",
            Self::Setting => "a setting is out of range",
        })
    }
}

/// The error of a run: what went wrong and, where a stage did, which one, where it stands, and at which item.
///
/// `Display` says all of it but the source, as `std`'s convention has it; walk `source()` for the user's own error.
///
/// ```
/// use pipewright::prelude::*;
/// use std::error::Error as _;
///
/// let error = pipeline!(from(["1", "x"]) >> map(|s| s.parse::<u8>())? >> sum::<u8>()).run().unwrap_err();
/// assert_eq!(error.stage(), Some("map"));
/// assert_eq!(error.item(), Some(1));
/// assert!(error.source().unwrap().is::<std::num::ParseIntError>());
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: ErrorKind,
    message: Option<String>,
    stage: Option<String>,
    location: Option<&'static Location<'static>>,
    worker: Option<usize>,
    item: Option<u64>,
    source: Option<BoxError>,
}

impl Error {
    /// Which of the ways to end this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The stage that is concerned, by the word that stands in the pipeline.
    #[must_use]
    pub fn stage(&self) -> Option<&str> {
        self.0.stage.as_deref()
    }

    /// Where that stage stands, as `file:line`.
    #[must_use]
    pub fn location(&self) -> Option<String> {
        self.0
            .location
            .map(|at| format!("{}:{}", at.file(), at.line()))
    }

    /// The worker that ran the stage, from 0; `None` outside a `fan_out`.
    #[must_use]
    pub fn worker(&self) -> Option<usize> {
        self.0.worker
    }

    /// Which of the items that the stage was given, from 0 (in a `fan_out`: of those that this worker was given).
    #[must_use]
    pub fn item(&self) -> Option<u64> {
        self.0.item
    }

    pub(crate) fn of_kind(kind: ErrorKind) -> Self {
        Self(Box::new(Inner {
            kind,
            message: None,
            stage: None,
            location: None,
            worker: None,
            item: None,
            source: None,
        }))
    }

    pub(crate) fn at(kind: ErrorKind, place: Place, source: Option<BoxError>) -> Self {
        let mut error = Self::of_kind(kind);
        error.0.stage = Some(place.stage.to_owned());
        error.0.location = Some(place.location);
        error.0.worker = place.worker;
        error.0.item = place.item.filter(|_| !mutants::is(Mutant::NoItemInError));
        error.0.source = source;
        error
    }

    pub(crate) fn spawn(thread: &str, source: std::io::Error) -> Self {
        let mut error = Self::of_kind(ErrorKind::Spawn);
        error.0.stage = Some(thread.to_owned());
        error.0.source = Some(Box::new(source));
        error
    }

    pub(crate) fn stalled(message: String) -> Self {
        let mut error = Self::of_kind(ErrorKind::Stalled);
        error.0.message = Some(message);
        error
    }

    pub(crate) fn setting(
        name: &str,
        message: String,
        location: Option<&'static Location<'static>>,
    ) -> Self {
        let mut error = Self::of_kind(ErrorKind::Setting);
        error.0.message = Some(message);
        error.0.stage = Some(name.to_owned());
        error.0.location = location;
        error
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            message,
            stage,
            location,
            worker,
            item,
            ..
        } = &*self.0;
        match (kind, stage, message) {
            (ErrorKind::Spawn, Some(stage), _) => {
                write!(f, "the thread of `{stage}` could not be started")
            }
            (ErrorKind::Missing, Some(stage), _) => write!(f, "`{stage}` gave `None`"),
            (ErrorKind::ReceiverGone, Some(stage), _) => {
                write!(f, "`{stage}` has no receiver any more")
            }
            (ErrorKind::Failed, Some(stage), _) => write!(f, "`{stage}` failed"),
            (_, _, Some(message)) => f.write_str(message),
            _ => write!(f, "{kind}"),
        }?;
        if let Some(item) = item {
            write!(f, " on item {item}")?;
        }
        if let Some(worker) = worker {
            write!(f, " of worker {worker}")?;
        }
        match location {
            Some(at) => write!(f, " ({}:{})", at.file(), at.line()),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, ErrorKind, Place};
    use std::error::Error as _;
    use std::panic::Location;

    #[test]
    fn an_error_says_stage_item_worker_and_place_and_keeps_its_source() {
        let location = Location::caller();
        let place = Place {
            stage: "map",
            location,
            worker: Some(2),
            item: Some(7),
        };
        let source = std::io::Error::other("disk on fire");
        let error = Error::at(ErrorKind::Failed, place, Some(Box::new(source)));
        let at = format!("{}:{}", location.file(), location.line());
        assert_eq!(
            error.to_string(),
            format!("`map` failed on item 7 of worker 2 ({at})")
        );
        assert_eq!(error.location(), Some(at));
        assert!(error.source().unwrap().is::<std::io::Error>());
    }

    #[test]
    fn an_error_can_travel_between_threads() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Error>();
    }
}
