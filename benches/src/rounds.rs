//! Interleaved rounds: minimum, median, and how pipewright compares to each of the others.

use std::fmt::Write;
use std::time::{Duration, Instant};

/// The name of the contender that the others are held against.
pub const OURS: &str = "pipewright";
/// The name of the one that does all the work by itself.
pub const ONE_THREAD: &str = "one thread";

/// Before each contender: the threads of a pool that the one before has used go to sleep, and the system forgets where they ran.
/// Without it a region behind `par_bridge` took twice its time.
pub const PAUSE: Duration = Duration::from_millis(100);

/// What several contenders do in turn.
pub struct Workload {
    pub name: String,
    pub items: u64,
    pub rounds: usize,
    pub contenders: Vec<Contender>,
}

/// A part of the page, made when it is wanted.
pub struct Section {
    pub name: String,
    report: Box<dyn FnOnce() -> String>,
}

impl Section {
    pub fn new(name: String, report: impl FnOnce() -> String + 'static) -> Self {
        Self {
            name,
            report: Box::new(report),
        }
    }

    pub fn report(self) -> String {
        (self.report)()
    }
}

impl From<Workload> for Section {
    fn from(workload: Workload) -> Self {
        Self::new(workload.name.clone(), || workload.report())
    }
}

/// One way to do it.
pub struct Contender {
    pub name: &'static str,
    /// Does it once and gives something that depends on every item.
    pub work: Box<dyn FnMut() -> u64>,
}

impl Contender {
    pub fn new(name: &'static str, work: impl FnMut() -> u64 + 'static) -> Self {
        Self {
            name,
            work: Box::new(work),
        }
    }
}

impl Workload {
    /// Runs all rounds; a table of nanoseconds an item.
    pub fn report(mut self) -> String {
        let mut times = vec![Vec::new(); self.contenders.len()];
        let expected = (self.contenders[0].work)();
        for contender in &mut self.contenders {
            assert_eq!(
                (contender.work)(),
                expected,
                "{} does something else",
                contender.name
            );
        }
        for round in 0..self.rounds {
            // Who follows whom changes, so that nobody always runs behind the same one.
            for place in 0..self.contenders.len() {
                let place = (place + round) % self.contenders.len();
                std::thread::sleep(PAUSE);
                let started = Instant::now();
                std::hint::black_box((self.contenders[place].work)());
                times[place].push(started.elapsed().as_secs_f64() * 1e9 / self.items as f64);
            }
        }
        for times in &mut times {
            times.sort_by(f64::total_cmp);
        }
        let median = |place: usize| times[place][self.rounds / 2];
        let ours = self.contenders.iter().position(|it| it.name == OURS);
        let ours = median(ours.expect("pipewright takes part"));
        let mut table = format!(
            "### {}\n\n{} items, {} rounds; nanoseconds an item.\n\n| | least | median | {OURS} / this |\n|---|---:|---:|---:|\n",
            self.name, self.items, self.rounds
        );
        for (place, contender) in self.contenders.iter().enumerate() {
            let (least, median) = (times[place][0], median(place));
            let ratio = ours / median;
            let name = contender.name;
            let _ = writeln!(table, "| {name} | {least:.2} | {median:.2} | {ratio:.3} |");
        }
        let medians = self.contenders.iter().enumerate();
        let medians: Vec<_> = medians.map(|(at, it)| (it.name, median(at))).collect();
        if let Some(limit) = limit(&medians) {
            let _ = writeln!(table, "\n{limit}");
        }
        table
    }
}

/// Where the work of one thread is shared: what the processors of this machine allow at best.
fn limit(medians: &[(&str, f64)]) -> Option<String> {
    let (_, alone) = medians.iter().find(|(name, _)| *name == ONE_THREAD)?;
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let least = alone / processors as f64;
    let others = medians.iter().filter(|(name, _)| *name != ONE_THREAD);
    let parts: Vec<_> = others
        .map(|(name, median)| format!("{:.3} of {name}", least / median))
        .collect();
    Some(format!(
        "Shared evenly by {processors} processors, one thread's time is {least:.2}: {}.",
        parts.join(", ")
    ))
}
