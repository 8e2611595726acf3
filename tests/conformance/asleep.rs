//! What the system shows of threads: whether they sleep, so that nothing in a run moves any more, and how long they have worked.

use std::fs::{DirEntry, read_dir, read_to_string};
use std::thread::yield_now;

/// How often nothing may have moved before that counts.
const STILL: usize = if cfg!(target_os = "linux") { 3 } else { 300 };

/// Waits until the threads whose names begin so all sleep and the value stands still; gives the value.
///
/// For what a run must *not* do: a run that is sound passes however early this returns.
pub(crate) fn until_nothing_moves<T: PartialEq>(name: &str, value: impl Fn() -> T) -> T {
    until_nothing_moves_or(name, value, |_| false)
}

/// The same, but no longer than until the value is one that shows the fault.
pub(crate) fn until_nothing_moves_or<T: PartialEq>(
    name: &str,
    value: impl Fn() -> T,
    is_wrong: impl Fn(&T) -> bool,
) -> T {
    let (mut last, mut still) = (value(), 0);
    while still < STILL && !is_wrong(&last) {
        yield_now();
        let now = value();
        still = if now == last && all_sleep(name) {
            still + 1
        } else {
            0
        };
        last = now;
    }
    last
}

/// As the system shows it; where it shows nothing, they do.
fn all_sleep(name: &str) -> bool {
    threads(name).is_none_or(|mut threads| threads.all(|(state, _)| state == 'S'))
}

/// The threads whose names begin so, each with its state and its directory.
fn threads(name: &str) -> Option<impl Iterator<Item = (char, DirEntry)>> {
    let tasks = read_dir("/proc/self/task").ok()?;
    Some(tasks.filter_map(move |task| {
        let task = task.ok()?;
        let stat = read_to_string(task.path().join("stat")).ok()?;
        let (_, rest) = stat.split_once('(')?;
        let (shown, state) = rest.rsplit_once(") ")?;
        let is_one = shown.starts_with(name);
        is_one.then_some((state.chars().next()?, task))
    }))
}

/// Waits until every thread whose name begins so sleeps. It helps a test to test what it means to, and decides nothing: it goes
/// on after a while, and where there is no such list.
pub(crate) fn until_asleep(name: &str) {
    for _ in 0..500 {
        if all_sleep(name) {
            return;
        }
        yield_now();
    }
}

/// For how many nanoseconds those threads have run; none where the system does not say.
pub(crate) fn worked(name: &str) -> Option<u64> {
    let mut total = 0;
    for (_, task) in threads(name)? {
        let times = read_to_string(task.path().join("schedstat")).ok()?;
        total += times.split(' ').next()?.parse::<u64>().ok()?;
    }
    Some(total)
}

mod tests {
    use super::{all_sleep, until_nothing_moves};
    use crate::support::gate::Gate;
    use crate::support::watchdog::watched;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread::{Builder, scope};

    #[test]
    #[cfg(target_os = "linux")]
    fn control_a_thread_that_works_is_noticed() {
        watched(|| {
            let (gate, works, stop) = (Gate::default(), Gate::default(), AtomicBool::new(false));
            scope(|scope| {
                let waits = || gate.pass();
                let busy = || {
                    works.note();
                    while !stop.load(Ordering::Relaxed) {
                        std::hint::spin_loop();
                    }
                };
                let named = |name: &str| Builder::new().name(name.to_owned());
                named("asleep-waits").spawn_scoped(scope, waits).unwrap();
                named("awake-works").spawn_scoped(scope, busy).unwrap();
                gate.until_waiting(1);
                works.until_came(1);
                assert_eq!(until_nothing_moves("asleep-", || gate.came()), 1);
                assert!(!all_sleep("awake-"));
                stop.store(true, Ordering::Relaxed);
                gate.open();
            });
        });
    }
}
