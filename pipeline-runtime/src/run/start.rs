//! Starting a run: all of it, or none of it.

use super::Run;
use crate::error::{Error, ErrorMode};
use crate::sync::thread::{Scope, ScopedThread, spawn_scoped};

/// A section or a worker that will have a thread of its own.
pub(super) struct Task<'scope> {
    pub(super) name: String,
    pub(super) work: Box<dyn FnOnce() + Send + 'scope>,
}

/// Starts a thread for each task and lets them all go at once.
///
/// No task begins before every thread stands. If one cannot be started the run ends with that error; those that stand
/// drop their work without running it.
pub(super) fn start<'scope, 'env, M: ErrorMode>(
    scope: &'scope Scope<'scope, 'env>,
    run: &'env Run<M>,
    tasks: Vec<Task<'scope>>,
) -> Vec<ScopedThread<'scope>> {
    let mut threads = Vec::with_capacity(tasks.len());
    if !tasks.is_empty() {
        run.watch();
    }
    for Task { name, work } in tasks {
        if run.is_cut() {
            // What the work owns (a source, closures) is the user's, and so is its drop.
            run.guard(|| drop(work));
            continue;
        }
        let name = run.settings.thread_name(&name);
        let body = move || {
            run.start.wait();
            run.guard(|| if run.is_cut() { drop(work) } else { work() });
        };
        // A thread that cannot be started drops its work, which is the user's; nobody may be left waiting if that panics.
        let started = run.guard(|| {
            spawn_scoped(scope, &name, run.settings.stack_size, body)
                .map_err(|error| run.end(Error::spawn(&name, error)))
        });
        if let Some(Ok(thread)) = started {
            threads.push(thread);
        }
    }
    // Before anything moves: a beat counts from here.
    run.began();
    run.start.close();
    threads
}
