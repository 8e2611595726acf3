//! Starting a run: all of it, or none of it.

use super::Run;
use crate::error::{Error, ErrorMode};
use crate::mutants::{self, Mutant};
use crate::roster::Seat;
use crate::sync::thread::{Scope, ScopedThread, spawn_scoped};

/// A section or a worker that will have a thread of its own.
pub(super) struct Task<'scope> {
    pub(super) name: String,
    pub(super) section: usize,
    pub(super) worker: Option<usize>,
    pub(super) work: Box<dyn FnOnce() + Send + 'scope>,
}

/// Starts a thread for each task, and one that watches where the run has limits, and lets them all go at once.
///
/// No task begins before every thread stands. If one cannot be started the run ends with that error; those that stand
/// drop their work without running it.
pub(super) fn start<'scope, 'env, M: ErrorMode>(
    scope: &'scope Scope<'scope, 'env>,
    run: &'env Run<M>,
    tasks: Vec<Task<'scope>>,
) -> (Vec<ScopedThread<'scope>>, Option<ScopedThread<'scope>>) {
    let mut threads = Vec::with_capacity(tasks.len());
    if mutants::is(Mutant::NoStartBarrier) {
        run.start.close();
    }
    if !tasks.is_empty() {
        run.watch();
    }
    for task in tasks {
        if run.is_cut() {
            // What the work owns (a source, closures) is the user's, and so is its drop.
            run.guard(|| drop(task.work));
            continue;
        }
        let seat = Seat::take(&run.roster, task.section, task.worker);
        let work = task.work;
        let body = move || {
            run.start.wait();
            seat.work(|| {
                run.guard(|| if run.is_cut() { drop(work) } else { work() });
            });
        };
        threads.extend(thread(scope, run, &task.name, body));
        if mutants::is(Mutant::NoStartBarrier) {
            mutants::dwell();
        }
    }
    let has_limits = run.limits.are_set() && !run.is_cut();
    let watcher = has_limits.then(|| {
        let seat = run.watchers.take_limits();
        thread(scope, run, "limits", move || match &seat {
            Some(seat) => seat.work(|| run.watch_limits()),
            None => run.watch_limits(),
        })
    });
    // Before anything moves: a beat counts from here.
    run.began();
    run.start.close();
    (threads, watcher.flatten())
}

/// Starts a thread; one that cannot be started ends the run.
fn thread<'scope, 'env, M: ErrorMode>(
    scope: &'scope Scope<'scope, 'env>,
    run: &'env Run<M>,
    name: &str,
    body: impl FnOnce() + Send + 'scope,
) -> Option<ScopedThread<'scope>> {
    let name = run.settings.thread_name(name);
    // A thread that cannot be started drops its work, which is the user's; nobody may be left waiting if that panics.
    let started = run.guard(|| {
        let started = spawn_scoped(scope, &name, run.settings.stack_size, body);
        started
            .map_err(|error| run.end(Error::spawn(&name, error)))
            .ok()
    });
    started.flatten()
}
