//! Every schedule of a small run: its start, and a cancel against its end.

use super::Run;
use crate::error::{Error, ErrorKind, Plain};
use crate::models::{control, every};
use crate::mutants::{Mutant, with};
use crate::source;
use crate::sync::atomic::{Arc, AtomicUsize, Ordering};
use crate::sync::thread::counts;
use shuttle::thread::spawn;

const GRAPH: &str = "S\tfrom(..)\t\t\nS\tcount\t\th\nE\t0\t0\t1\t\t\n";

/// Two items over one edge to the caller's thread.
fn counted(run: &Run<Plain>, pulled: &(impl Fn() + Send + Sync)) -> Result<usize, Error> {
    run.scope(|s| {
        let (tx, rx) = s.edge();
        let items = source::from((0..2_u8).inspect(|_| pulled()));
        s.section("from", || items.flow(run).buffer(tx));
        s.here(|| rx.flow(run).count()).end(s, || {})
    })
}

/// A cancel at any time.
fn cancelled() {
    let mut run = Run::new(GRAPH);
    run.settings.capacity = Some(1);
    run.watch();
    run.begin();
    let run = Arc::new(run);
    let cancels = Arc::clone(&run);
    let canceller = spawn(move || cancels.cancel());
    let pulled = AtomicUsize::new(0);
    let outcome = counted(&run, &|| {
        pulled.fetch_add(1, Ordering::SeqCst);
    });
    match outcome {
        Ok(count) => assert_eq!(count, 2, "half of it is not the whole"),
        Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled),
    }
    canceller.join().unwrap();
}

#[test]
fn a_run_that_is_cancelled_at_any_time_is_whole_or_cancelled() {
    every(2, 1000, cancelled);
}

#[test]
fn control_a_cancel_that_is_not_recorded_gives_half_of_a_result() {
    with(Mutant::CancelIsOk, || {
        let message = control(2, cancelled);
        assert!(message.contains("not the whole"), "{message}");
    });
}

/// Nothing is pulled before every thread stands.
fn started() {
    let mut run = Run::<Plain>::new(GRAPH);
    run.begin();
    let before = counts().0;
    let outcome = run.scope(|s| {
        let ((first, second), (third, fourth)) = (s.edge(), s.edge());
        let items = source::from((0..1_u8).inspect(|_| {
            assert_eq!(counts().0 - before, 2, "threads that stand");
        }));
        s.section("from", || items.flow(&run).buffer(first));
        s.section("map", || second.flow(&run).buffer(third));
        s.here(|| fourth.flow(&run).count()).end(s, || {})
    });
    assert_eq!(outcome.unwrap(), 1);
}

#[test]
fn every_thread_stands_before_the_first_item_is_pulled() {
    every(1, 100, started);
}

#[test]
fn control_a_run_that_does_not_wait_for_its_threads_begins_too_early() {
    with(Mutant::NoStartBarrier, || {
        let message = control(1, started);
        assert!(message.contains("threads that stand"), "{message}");
    });
}
