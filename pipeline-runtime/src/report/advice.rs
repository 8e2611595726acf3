//! What limits a run, and what to try.

use super::{Report, SectionReport};
use crate::sync::thread::cores;
use std::fmt;
use std::time::Duration;

/// What limits a run that was measured, and what to try; by [`Report::advice`]. `Display` says it in a sentence.
///
/// The times are those between two waits in the runtime. What a closure or a source waits for itself, such as a file, looks like work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Advice<'a> {
    /// No section was busy for half of the time: the run waits for something outside, such as a channel, a clock or its caller.
    Outside,
    /// An item costs so little in every section that handing it from thread to thread costs more: fewer boundaries.
    Boundaries,
    /// All processors are busy, this section most of all: only less work helps.
    Processors(&'a SectionReport),
    /// One thread does most of the work while processors are left: share it between workers.
    OneThread(&'a SectionReport),
    /// All workers of a region are busy while processors are left: more of them.
    Workers(&'a SectionReport),
}

/// A section that works less than this for an item is no match for a boundary.
const CHEAP: Duration = Duration::from_nanos(100);
/// So few items say nothing about the cost of one.
const FEW: u64 = 10_000;

impl Report {
    /// What limits the run, and what to try. None where no times were taken.
    ///
    /// ```
    /// use pipewright::{Advice, prelude::*};
    ///
    /// let pipeline = pipeline!(from(0..40_u64) >> buffer(8) >> map(|n| (0..500_000).fold(n, |x, y| x ^ (x << 1) ^ y)) >> count);
    /// let (count, report) = pipeline.run_reported();
    /// assert_eq!(count?, 40);
    /// if let Some(Advice::OneThread(section)) = report.advice() {
    ///     println!("{}", section.stages());
    /// }
    /// # Ok::<(), pipewright::Error>(())
    /// ```
    #[must_use]
    pub fn advice(&self) -> Option<Advice<'_>> {
        self.advice_on(cores())
    }

    fn advice_on(&self, cores: usize) -> Option<Advice<'_>> {
        let busiest = self.busiest()?;
        let mut sections = self.sections.iter();
        if self.sections.len() > 1 && sections.all(SectionReport::is_cheap) {
            return Some(Advice::Boundaries);
        }
        if busiest.load() < 0.5 {
            return Some(Advice::Outside);
        }
        let busy: f64 = self.sections.iter().map(SectionReport::busy_threads).sum();
        let all = f64::from(u32::try_from(cores).unwrap_or(u32::MAX));
        Some(if busy > 0.85 * all && cores > 1 {
            Advice::Processors(busiest)
        } else if busiest.workers == 1 {
            Advice::OneThread(busiest)
        } else {
            Advice::Workers(busiest)
        })
    }
}

impl SectionReport {
    /// How many of its threads worked at a time, on average.
    fn busy_threads(&self) -> f64 {
        self.busy().as_secs_f64() / self.of.as_secs_f64().max(f64::MIN_POSITIVE)
    }

    fn is_cheap(&self) -> bool {
        let items = self.taken.max(self.given);
        items >= FEW && self.busy().as_nanos() < CHEAP.as_nanos() * u128::from(items)
    }
}

impl fmt::Display for Advice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outside => f.write_str(
                "no stage limits the run: it waits for its source, its sink or its caller",
            ),
            Self::Boundaries => f.write_str(
                "the boundaries limit the run: an item costs less in each section than its way to the next; \
                 take a `buffer` or a `fan_out` out, or put `batch(..)` in front of it",
            ),
            Self::Processors(section) => write!(
                f,
                "the processors limit the run, most of all with `{}`: all of them are busy, so only less work helps",
                section.stages()
            ),
            Self::OneThread(section) => write!(
                f,
                "`{}` limits the run, on one thread: put what is expensive in it between `fan_out(n)` and `fan_in`, \
                 or on two sides of a `buffer(n)`",
                section.stages()
            ),
            Self::Workers(section) => write!(
                f,
                "`{}` limits the run: its {} workers are busy and processors are left; `fan_out` to more",
                section.stages(),
                section.workers()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Advice;
    use crate::graph::{Graph, Notes};
    use crate::report::{Report, SectionReport};
    use std::time::Duration;

    /// A run of one second: of each section its workers, its items, and how many milliseconds a worker worked.
    fn report(sections: &[(usize, u64, u64)]) -> Report {
        let section = |&(workers, items, busy): &(usize, u64, u64)| {
            let threads = u32::try_from(workers).unwrap();
            SectionReport {
                stages: format!("map of {busy}"),
                workers,
                taken: items,
                given: items,
                lasted: Duration::from_secs(1) * threads,
                blocked: Duration::from_millis(1000 - busy) * threads,
                of: Duration::from_secs(1),
            }
        };
        Report {
            graph: Graph::read("", &Notes::default()),
            edges: Vec::new(),
            sections: sections.iter().map(section).collect(),
            later: (0, 0),
        }
    }

    fn says(cores: usize, sections: &[(usize, u64, u64)]) -> String {
        let report = report(sections);
        match report.advice_on(cores) {
            None => "nothing".to_owned(),
            Some(advice) => {
                assert!(!advice.to_string().is_empty());
                let debug = format!("{advice:?}");
                let name = debug.split('(').next().unwrap();
                let section = match advice {
                    Advice::OneThread(it) | Advice::Workers(it) | Advice::Processors(it) => {
                        it.stages()
                    }
                    _ => "",
                };
                format!("{name} {section}").trim().to_owned()
            }
        }
    }

    #[test]
    fn one_busy_thread_beside_idle_ones_is_to_be_shared() {
        let slow = [(1, 1000, 50), (1, 1000, 980), (1, 1000, 20)];
        assert_eq!(says(4, &slow), "OneThread map of 980");
    }

    #[test]
    fn busy_workers_on_a_machine_with_more_processors_are_too_few() {
        let region = [(1, 1000, 50), (2, 1000, 970), (1, 1000, 20)];
        assert_eq!(says(8, &region), "Workers map of 970");
    }

    #[test]
    fn where_all_processors_are_busy_only_less_work_helps() {
        let region = [(1, 1000, 50), (2, 1000, 970), (1, 1000, 20)];
        assert_eq!(says(2, &region), "Processors map of 970");
    }

    #[test]
    fn cheap_stages_on_several_threads_are_better_fused() {
        let cheap = [(1, 20_000_000, 900), (1, 20_000_000, 950)];
        assert_eq!(says(8, &cheap), "Boundaries");
        // One section has no boundary to do without, and a few items prove nothing.
        assert_eq!(says(8, &[(1, 20_000_000, 950)]), "OneThread map of 950");
        assert_eq!(says(8, &[(1, 9, 0), (1, 9, 0)]), "Outside");
    }

    #[test]
    fn a_run_that_waits_is_not_limited_by_a_stage() {
        assert_eq!(says(8, &[(1, 1000, 10), (1, 1000, 300)]), "Outside");
    }

    #[test]
    fn without_times_there_is_none() {
        let mut report = report(&[(1, 1000, 10)]);
        report.sections[0].lasted = Duration::ZERO;
        assert_eq!(report.advice_on(8), None);
    }
}
