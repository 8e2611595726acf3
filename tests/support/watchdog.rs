//! No test hangs: one that does not end says where it stood, and ends the process.

use std::cell::RefCell;
use std::panic::resume_unwind;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Generous: it is never what decides whether a test passes. A test that has to hang sets less.
fn limit() -> Duration {
    let seconds = std::env::var("PIPEWRIGHT_WATCHDOG_SECONDS").ok();
    let seconds = seconds.and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(seconds.unwrap_or(60))
}

type Step = Arc<Mutex<String>>;

thread_local! {
    static STEP: RefCell<Step> = RefCell::default();
}

/// Says where the test stands, for the case that it goes no further.
pub(crate) fn step(name: impl Into<String>) {
    STEP.with_borrow(|step| *step.lock().unwrap_or_else(PoisonError::into_inner) = name.into());
}

/// Runs the body of a test on a thread of its own. If it does not end, the process does.
pub(crate) fn watched(body: impl FnOnce() + Send + 'static) {
    // The test's thread has the test's name.
    let test = std::thread::current().name().unwrap_or("?").to_owned();
    watched_for(limit(), body, move |step| {
        eprintln!("{test} does not end; it stands at: {step}");
        std::process::abort();
    });
}

fn watched_for(limit: Duration, body: impl FnOnce() + Send + 'static, hangs: impl FnOnce(&str)) {
    let (ends, ended) = channel();
    let step = Step::default();
    let noted = Arc::clone(&step);
    let name = std::thread::current().name().unwrap_or("?").to_owned();
    let body = move || {
        STEP.set(noted);
        // Dropped when the body has ended, by whatever way out.
        let _ends: std::sync::mpsc::Sender<()> = ends;
        body();
    };
    let thread = std::thread::Builder::new()
        .name(name)
        .spawn(body)
        .expect("a test gets a thread");
    if ended.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
        hangs(&step.lock().unwrap_or_else(PoisonError::into_inner));
    }
    if let Err(payload) = thread.join() {
        resume_unwind(payload);
    }
}

mod tests {
    use super::{step, watched, watched_for};
    use crate::support::faults::{Planted, panic_of};
    use crate::support::gate::Gate;
    use std::time::Duration;

    #[test]
    fn a_failure_of_the_body_is_a_failure_of_the_test() {
        let panic = panic_of(|| watched(|| Planted(3).panic()));
        assert_eq!(panic.downcast_ref(), Some(&Planted(3)));
    }

    #[test]
    fn control_a_body_that_hangs_is_noticed_with_the_step_at_which_it_stands() {
        let (gate, noticed) = (Gate::default(), Gate::default());
        let waits = gate.clone();
        let body = move || {
            step("the gate");
            waits.pass();
        };
        watched_for(Duration::from_millis(50), body, |step| {
            // On a machine so slow that the body has not begun, there is no step yet.
            assert!(["the gate", ""].contains(&step), "{step}");
            noticed.note();
            gate.open();
        });
        assert_eq!(noticed.came(), 1);
    }
}
