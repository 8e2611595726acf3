//! Small models of the protocols, under every schedule there is; beside each protocol, in a module `models`.
//!
//! Where a model has too many schedules, those are left out in which threads that could go on are made to wait more often
//! than it says. Each has a control: the same with a fault, which must show.

use shuttle::scheduler::{Schedule, Scheduler, Task, TaskId};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// No limit.
pub(crate) const ALL: usize = usize::MAX;

/// Runs the body under every schedule in which threads that could go on are made to wait at most so often; there must be at
/// least `least` of them, or the model shows less than it did.
pub(crate) fn every(waits: usize, least: usize, body: impl Fn() + Send + Sync + 'static) {
    let schedules = Runner::new(Exhaustive::new(waits), config()).run(body);
    let name = std::thread::current();
    let limit = match waits {
        ALL => "all of them".to_owned(),
        waits => format!("at most {waits} waits"),
    };
    println!(
        "{schedules} schedules, {limit}: {}",
        name.name().unwrap_or("?")
    );
    assert!(schedules >= least, "only {schedules} schedules");
}

/// The message of the first of those schedules that fails; one must.
pub(crate) fn control(waits: usize, body: impl Fn() + Send + Sync + 'static) -> String {
    let runner = Runner::new(Exhaustive::new(waits), config());
    let failed = catch_unwind(AssertUnwindSafe(|| runner.run(body)));
    let payload = failed.expect_err("a schedule fails");
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .expect("a message")
}

/// As `control`, for what ends in threads that sleep for ever.
pub(crate) fn control_deadlocks(waits: usize, body: impl Fn() + Send + Sync + 'static) {
    let message = control(waits, body);
    assert!(message.starts_with("deadlock"), "{message}");
}

fn config() -> Config {
    let mut config = Config::new();
    config.stack_size = 128 * 1024;
    config.max_steps = MaxSteps::FailAfter(10_000);
    config.failure_persistence = FailurePersistence::None;
    config.silence_warnings = true;
    config
}

/// Depth first through all choices.
struct Exhaustive {
    waits: usize,
    levels: Vec<Level>,
    /// Of the schedule that runs: how many choices have been made, and how often a thread was made to wait.
    made: usize,
    waited: usize,
    has_begun: bool,
}

/// A choice: the one that was made, and those that are left.
struct Level {
    chosen: TaskId,
    left: Vec<TaskId>,
}

impl Exhaustive {
    fn new(waits: usize) -> Self {
        Self {
            waits,
            levels: Vec::new(),
            made: 0,
            waited: 0,
            has_begun: false,
        }
    }
}

impl Scheduler for Exhaustive {
    fn new_execution(&mut self) -> Option<Schedule> {
        if self.has_begun {
            // Another choice at the last place that has one.
            while self.levels.last()?.left.is_empty() {
                self.levels.pop();
            }
            let last = self.levels.last_mut()?;
            last.chosen = last.left.pop()?;
        }
        self.has_begun = true;
        (self.made, self.waited) = (0, 0);
        Some(Schedule::new(0))
    }

    fn next_task(
        &mut self,
        runnable: &[&Task],
        current: Option<TaskId>,
        _is_yielding: bool,
    ) -> Option<TaskId> {
        let runnable = || runnable.iter().map(|task| task.id());
        let goes_on = current.filter(|current| runnable().any(|task| task == *current));
        if self.made == self.levels.len() {
            let others = runnable().filter(|task| Some(*task) != goes_on);
            let level = match goes_on {
                Some(chosen) if self.waited == self.waits => Level {
                    chosen,
                    left: Vec::new(),
                },
                Some(chosen) => Level {
                    chosen,
                    left: others.collect(),
                },
                None => {
                    let mut left: Vec<TaskId> = others.collect();
                    Level {
                        chosen: left.pop()?,
                        left,
                    }
                }
            };
            self.levels.push(level);
        }
        let chosen = self.levels[self.made].chosen;
        assert!(
            runnable().any(|task| task == chosen),
            "the same choices lead to another place"
        );
        self.made += 1;
        self.waited += usize::from(goes_on.is_some_and(|current| current != chosen));
        Some(chosen)
    }

    fn next_u64(&mut self) -> u64 {
        unreachable!("a model has no chance in it")
    }
}

/// Two threads that add to a number as if nobody else did: all three ways in which that can go are found.
#[test]
fn every_way_is_found() {
    use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
    use std::collections::BTreeSet;
    use std::sync::mpsc::channel;
    let (found, sums) = channel();
    every(ALL, 6, move || {
        let number = Arc::new(AtomicUsize::new(0));
        let adders = [1, 10].map(|n| {
            let number = Arc::clone(&number);
            shuttle::thread::spawn(move || {
                let before = number.load(Ordering::SeqCst);
                number.store(before + n, Ordering::SeqCst);
            })
        });
        for adder in adders {
            adder.join().unwrap();
        }
        found.send(number.load(Ordering::SeqCst)).unwrap();
    });
    assert!(sums.iter().collect::<BTreeSet<_>>().iter().eq(&[1, 10, 11]));
}
