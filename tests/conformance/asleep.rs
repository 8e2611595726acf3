//! What the system shows of threads: whether they sleep, and how long they have worked.

use std::fs::{DirEntry, read_dir, read_to_string};

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
    for _ in 0..2000 {
        let Some(mut threads) = threads(name) else {
            return;
        };
        if threads.all(|(state, _)| state == 'S') {
            return;
        }
        std::thread::yield_now();
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
