//! Running a body under many schedules.

use pipewright::__private::counts;
use shuttle::rand::{Rng, thread_rng};
use shuttle::scheduler::{
    PctScheduler, RandomScheduler, ReplayScheduler, Scheduler,
    UncontrolledNondeterminismCheckScheduler,
};
use shuttle::{Config, FailurePersistence, Runner};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Schedules an exploration, where nobody says how many: all of them together take about a minute.
const SCHEDULES: usize = 4_000;
/// Within so many a control must have failed.
const CONTROLS: usize = 20_000;
const SEED: u64 = 0x5EED;
/// Nearly all known bugs of this kind need one or two changes at the wrong moment.
const DEPTH: usize = 3;
/// Enough for a pipeline in debug.
const STACK: usize = 256 * 1024;
/// No body here comes near it: whoever does spins.
const MOST_STEPS: usize = 100_000;

/// Runs the body under many schedules: half of them at random, half of them with few changes at random places (PCT), and
/// some of them twice, which must go the same way.
///
/// What shows in any of them: a panic, a deadlock, steps without end, and a thread of the runtime that is not joined.
pub fn explore(body: impl Fn() + Send + Sync + 'static) {
    exploration(body, true);
}

/// As `explore`, for a body of one thread, where the explorer only chooses what is picked.
pub fn script(body: impl Fn() + Send + Sync + 'static) {
    exploration(body, false);
}

fn exploration(body: impl Fn() + Send + Sync + 'static, has_threads: bool) {
    let body = Arc::new(move || {
        let before = counts();
        body();
        let after = counts();
        assert_eq!(
            after.0 - before.0,
            after.1 - before.1,
            "threads that were started, and joined"
        );
    });
    if let Ok(schedule) = std::env::var("PIPEWRIGHT_SCHEDULE") {
        run(ReplayScheduler::new_from_encoded(&schedule), &body);
        return;
    }
    let (schedules, seed) = (
        setting("PIPEWRIGHT_SCHEDULES", SCHEDULES),
        setting("PIPEWRIGHT_SEED", SEED),
    );
    let start = Instant::now();
    let once = RandomScheduler::new_from_seed(seed, schedules / 200 + 1);
    let mut done = run(UncontrolledNondeterminismCheckScheduler::new(once), &body);
    done += run(RandomScheduler::new_from_seed(seed, schedules / 2), &body);
    if has_threads {
        done += run(
            PctScheduler::new_from_seed(seed, DEPTH, schedules / 2),
            &body,
        );
    }
    let rate = Duration::from_secs(1).as_nanos() * done as u128 / start.elapsed().as_nanos().max(1);
    let name = std::thread::current();
    println!(
        "{done} schedules, {rate} a second: {}",
        name.name().unwrap_or("?")
    );
}

/// The message of the first schedule that fails; a body that is right under all of them is no control.
pub fn control(body: impl Fn() + Send + Sync + 'static) -> String {
    let mut config = config();
    config.failure_persistence = FailurePersistence::None;
    let runner = Runner::new(RandomScheduler::new_from_seed(SEED, CONTROLS), config);
    let failed = catch_unwind(AssertUnwindSafe(|| runner.run(body)));
    let payload = failed.expect_err("a schedule fails");
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned())
        .expect("a message")
}

/// A number below `bound`, which the explorer chooses.
pub fn pick(bound: usize) -> usize {
    thread_rng().gen_range(0..bound)
}

/// Lets the others do some steps; how many, up to `most`, the explorer chooses.
pub fn dawdle(most: usize) {
    for _ in 0..pick(most + 1) {
        shuttle::thread::sleep(Duration::ZERO);
    }
}

/// What came out of all schedules together: an exploration that never gets to the interesting case shows nothing.
#[derive(Clone, Default)]
pub struct Seen(Arc<Mutex<BTreeMap<String, usize>>>);

impl Seen {
    /// One more of this.
    pub fn note(&self, what: impl ToString) {
        *self.0.lock().unwrap().entry(what.to_string()).or_default() += 1;
    }

    /// All of these came out, whatever else did. (Not asked of a single schedule.)
    pub fn assert_all(&self, expected: &[&str]) {
        let seen = self.0.lock().unwrap();
        println!("{seen:?}");
        let missing = expected.iter().filter(|what| !seen.contains_key(**what));
        let missing: Vec<_> = missing.collect();
        let few = setting("PIPEWRIGHT_SCHEDULES", SCHEDULES) < SCHEDULES
            || std::env::var_os("PIPEWRIGHT_SCHEDULE").is_some();
        assert!(few || missing.is_empty(), "never came out: {missing:?}");
    }
}

fn run(
    scheduler: impl Scheduler + 'static,
    body: &Arc<impl Fn() + Send + Sync + 'static>,
) -> usize {
    let body = Arc::clone(body);
    Runner::new(scheduler, config()).run(move || body())
}

fn config() -> Config {
    let mut config = Config::new();
    config.stack_size = STACK;
    config.max_steps = shuttle::MaxSteps::FailAfter(MOST_STEPS);
    // That it knows one order for all atomics is known.
    config.silence_warnings = true;
    config
}

fn setting<T: std::str::FromStr>(name: &str, default: T) -> T {
    let set = std::env::var(name).ok();
    set.and_then(|text| text.parse().ok()).unwrap_or(default)
}
