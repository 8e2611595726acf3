//! What can be set on a run, and the counts that the pipeline's own arguments give.

use crate::error::Error;
use crate::sync::thread::cores;
use std::panic::Location;
use std::time::Duration;

/// What `named`, `capacity` and `stack_size` have set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    pub(crate) name: Option<String>,
    pub(crate) capacity: Option<usize>,
    pub(crate) stack_size: Option<usize>,
}

impl Settings {
    /// The first setting that is out of range.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.capacity {
            Some(0) => {
                let message = "`capacity` needs room for at least one item".to_owned();
                Err(Error::setting("capacity", message, None))
            }
            _ => Ok(()),
        }
    }

    /// The name of a thread: its stage's, behind the run's where it has one.
    pub(crate) fn thread_name(&self, stage: &str) -> String {
        match &self.name {
            Some(run) => format!("{run}:{stage}"),
            None => stage.to_owned(),
        }
    }
}

/// A count that must be at least one: workers, items of a batch, room in a buffer.
///
/// Evaluated where the pipeline stands; a zero is an error of the run, before any thread starts.
#[derive(Clone, Copy, Debug)]
pub struct Count {
    stage: &'static str,
    needs: &'static str,
    number: usize,
    location: &'static Location<'static>,
}

impl Count {
    /// `number` of what `stage` takes; `needs` says what it needs at least one of.
    #[must_use]
    #[track_caller]
    pub fn new(stage: &'static str, needs: &'static str, number: usize) -> Self {
        Self {
            stage,
            needs,
            number,
            location: Location::caller(),
        }
    }

    /// One for each core, for a bare `fan_out`.
    #[must_use]
    #[track_caller]
    pub fn cores(stage: &'static str) -> Self {
        Self::new(stage, "at least one worker", cores())
    }

    pub(crate) fn get(self) -> usize {
        self.number
    }

    /// # Errors
    ///
    /// When it is zero.
    pub(super) fn check(self) -> Result<(), Error> {
        if self.number > 0 {
            return Ok(());
        }
        let message = format!("`{}` needs {}, but has 0", self.stage, self.needs);
        Err(Error::setting(self.stage, message, Some(self.location)))
    }
}

/// A duration that must be longer than zero: a period, the time of a batch.
///
/// Evaluated where the pipeline stands; a zero is an error of the run, before any thread starts.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    stage: &'static str,
    duration: Duration,
    location: &'static Location<'static>,
}

impl Time {
    /// What `stage` takes.
    #[must_use]
    #[track_caller]
    pub fn new(stage: &'static str, duration: Duration) -> Self {
        Self {
            stage,
            duration,
            location: Location::caller(),
        }
    }

    pub(crate) fn get(self) -> Duration {
        self.duration
    }

    /// # Errors
    ///
    /// When it is zero.
    pub(super) fn check(self) -> Result<(), Error> {
        if !self.duration.is_zero() {
            return Ok(());
        }
        let message = format!("`{}` needs a duration longer than zero", self.stage);
        Err(Error::setting(self.stage, message, Some(self.location)))
    }
}

/// A value argument with a duration in it.
pub trait HasTime {
    /// That duration.
    fn time(&self) -> Time;
}

impl HasTime for Time {
    fn time(&self) -> Time {
        *self
    }
}
