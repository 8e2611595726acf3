//! The grid: every topology, fault point, item, kind of fault and bound, one run for each.
//!
//! The topologies are written once, with a call at every fault point; which of these calls does what is said by the case
//! that the items carry. So there is one pipeline for each topology, not one for each case.

mod item;
mod topologies;

use crate::support::faults::{Planted, planted_in};
use crate::support::ledger::Ledger;
use crate::support::watchdog::{step, watched};
use item::{Seen, Site, Struck};
use pipewright::{Control, Error, ErrorKind, Handle, Report};
use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use topologies::TOPOLOGIES;

/// How many items each source gives.
const ITEMS: u64 = 10;

/// What happens at the fault point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It fails, and the `?` behind it ends the run.
    Error,
    /// It panics.
    Panic,
    /// It cancels the run, and goes on.
    Cancel,
    /// It ends the stream, as `take` does.
    End,
    /// From there on the item panics where it is dropped; the next item at that point fails, so that most of them are left
    /// in an edge.
    Drop,
}

/// What is done at which point of which topology.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    topology: &'static str,
    workers: usize,
    capacity: usize,
    point: u32,
    id: u64,
    kind: Kind,
    planted: Planted,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            topology,
            workers,
            capacity,
            point,
            id,
            kind,
            ..
        } = self;
        write!(
            f,
            "{topology}, {workers} workers, capacity {capacity}, point {point}, item {id}, {kind:?}"
        )
    }
}

/// Consulted at every fault point. Without a case it only notes which points there are, and what passes there.
pub(crate) struct Faults {
    case: Option<Case>,
    ledger: Ledger,
    control: OnceLock<Control>,
    seen: Mutex<Seen>,
}

impl Faults {
    fn new(case: Option<Case>) -> Arc<Self> {
        Arc::new(Self {
            case,
            ledger: Ledger::default(),
            control: OnceLock::new(),
            seen: Mutex::default(),
        })
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How a run ended, and what is known of it.
struct Ended {
    outcome: Result<Result<(), Error>, Box<dyn Any + Send>>,
    report: Report,
    faults: Arc<Faults>,
}

fn run(topology: &Topology, capacity: usize, case: Option<Case>) -> Ended {
    let faults = Faults::new(case);
    let handle = (topology.build)(&faults, topology.workers, capacity);
    let control = handle.control();
    let is_first = faults.control.set(control.clone()).is_ok();
    assert!(is_first);
    let outcome = catch_unwind(AssertUnwindSafe(|| handle.join()));
    let report = control.report();
    Ended {
        outcome,
        report,
        faults,
    }
}

/// A graph with a call at every fault point.
struct Topology {
    name: &'static str,
    workers: usize,
    build: fn(&Arc<Faults>, usize, usize) -> Handle<(), Error>,
}

/// What was delivered: how often for each sink and item.
type Delivered = BTreeMap<(u32, u64), usize>;

/// Runs every case of these kinds; how many there were. Each topology is watched for itself: many cases are no hang.
pub(crate) fn every_case_of(kinds: &'static [Kind]) -> usize {
    let cases = Arc::new(AtomicUsize::new(0));
    for topology in TOPOLOGIES {
        let cases = Arc::clone(&cases);
        watched(move || {
            cases.fetch_add(every_case_in(topology, kinds), Ordering::Relaxed);
        });
    }
    let cases = cases.load(Ordering::Relaxed);
    println!("{cases} cases of {kinds:?}");
    cases
}

fn every_case_in(topology: &Topology, kinds: &[Kind]) -> usize {
    static NUMBER: AtomicU64 = AtomicU64::new(1 << 40);
    // A failing case is run alone by the line that it printed.
    let only = std::env::var("PIPEWRIGHT_CASE").ok();
    let mut cases = 0;
    let (points, whole) = survey(topology);
    for capacity in [1, 3] {
        for (point, (site, ids)) in &points {
            let kinds = kinds.iter().filter(|kind| site.allows(**kind));
            for (kind, id) in kinds.flat_map(|kind| ids.iter().map(move |id| (*kind, *id))) {
                let case = Case {
                    topology: topology.name,
                    workers: topology.workers,
                    capacity,
                    point: *point,
                    id,
                    kind,
                    planted: Planted(NUMBER.fetch_add(1, Ordering::Relaxed)),
                };
                if only.as_ref().is_some_and(|only| *only != case.to_string()) {
                    continue;
                }
                step(case.to_string());
                let ended = run(topology, capacity, Some(case.clone()));
                check(&case, &ended, &whole);
                cases += 1;
            }
        }
    }
    cases
}

/// The fault points of a topology with the items that pass each of them, and what it delivers when nothing happens.
fn survey(topology: &Topology) -> (item::Points, Delivered) {
    step(format!(
        "{}, {} workers, no fault",
        topology.name, topology.workers
    ));
    let ended = run(topology, 2, None);
    assert!(matches!(ended.outcome, Ok(Ok(()))), "{}", topology.name);
    ended.faults.ledger.assert_all_dropped();
    assert_eq!(
        ended.faults.ledger.pulled() as u64,
        ITEMS,
        "{}",
        topology.name
    );
    let mut seen = ended.faults.seen();
    (
        std::mem::take(&mut seen.points),
        std::mem::take(&mut seen.delivered),
    )
}

/// What holds for every case.
fn check(case: &Case, ended: &Ended, whole: &Delivered) {
    let seen = ended.faults.seen();
    let Some(struck) = &seen.struck else {
        panic!("{case}: it never came to that");
    };
    check_outcome(case, ended, struck);
    for (at, times) in &seen.delivered {
        let most = whole.get(at).copied().unwrap_or(0);
        assert!(*times <= most, "{case}: {at:?} was delivered {times} times");
    }
    drop(seen);
    let dropped = catch_unwind(AssertUnwindSafe(|| {
        ended.faults.ledger.assert_all_dropped();
    }));
    assert!(dropped.is_ok(), "{case}: not every item was dropped once");
    for edge in ended.report.edges() {
        let (pushed, popped) = (edge.pushed(), edge.popped());
        let discarded = edge.discarded();
        assert_eq!(pushed, popped + discarded, "{case}: {}", ended.report);
    }
}

fn check_outcome(case: &Case, ended: &Ended, struck: &Struck) {
    match (case.kind, &ended.outcome) {
        (Kind::Error, Ok(Err(error))) => check_error(case, error, struck),
        (Kind::Panic | Kind::Drop, Err(payload)) => {
            let planted = payload.downcast_ref();
            assert_eq!(planted, Some(&case.planted), "{case}: the payload");
            let hooks = case.planted.seen_by_hook();
            assert_eq!(hooks, 1, "{case}: how often the hook was called");
        }
        // Nothing can have been decided while the closure that cancels was running.
        (Kind::Cancel, Ok(Err(error))) => {
            assert_eq!(error.kind(), ErrorKind::Cancelled, "{case}: {error}");
        }
        (Kind::End, Ok(Ok(()))) => {}
        (_, outcome) => panic!("{case}: it ended as {outcome:?}"),
    }
}

fn check_error(case: &Case, error: &Error, struck: &Struck) {
    assert_eq!(error.kind(), ErrorKind::Failed, "{case}: {error}");
    assert_eq!(error.stage(), Some(struck.site.stage()), "{case}");
    let (mut error, mut number) = (error, struck.number);
    if struck.site == Site::Inside {
        assert_eq!((error.item(), error.worker()), (Some(case.id), None));
        // What the run inside of the run says is the failure of the one outside.
        let source = std::error::Error::source(error).expect("an inner error");
        error = source.downcast_ref().expect("the inner run's error");
        assert_eq!(error.stage(), Some(struck.site.stage()), "{case}");
        // Each of those runs has one item.
        number = 0;
    }
    assert_eq!(planted_in(error), Some(case.planted), "{case}: the failure");
    assert_eq!(error.item(), Some(number), "{case}: the item");
    let place = format!("{}:{}", struck.location.file(), struck.location.line());
    assert_eq!(error.location(), Some(place), "{case}: the place");
    if struck.site.is_in_region() {
        let worker = error.worker().expect("a worker");
        assert!(worker < case.workers, "{case}: worker {worker}");
        if let Some(named) = struck.worker {
            assert_eq!(worker, named, "{case}: the worker");
        }
    } else {
        assert_eq!(error.worker(), None, "{case}");
    }
}
