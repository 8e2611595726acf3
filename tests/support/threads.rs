//! What the runtime has started and joined, and what the system still shows.

use super::watchdog::watched;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Runs the body of a test that counts threads while no other of them runs: the counts are the whole process's.
pub(crate) fn watched_alone(body: impl FnOnce() + Send + 'static) {
    static ALONE: Mutex<()> = Mutex::new(());
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    watched(body);
}

/// The threads that were there before.
pub(crate) struct Threads {
    before: (usize, usize),
}

impl Threads {
    /// Starts counting.
    pub(crate) fn count() -> Self {
        Self {
            before: pipewright::__private::counts(),
        }
    }

    /// How many the runtime has started since then; every one of them must have been joined.
    pub(crate) fn started_and_joined(&self) -> usize {
        let (started, joined) = pipewright::__private::counts();
        let (started, joined) = (started - self.before.0, joined - self.before.1);
        assert_eq!(started, joined, "threads that were started, and joined");
        started
    }
}

/// The names of this process's threads that begin so, as the system shows them (it cuts them after 15 bytes).
pub(crate) fn shown(name: &str) -> Vec<String> {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else {
        return Vec::new();
    };
    let names = tasks.filter_map(|task| {
        let name = std::fs::read_to_string(task.ok()?.path().join("comm")).ok()?;
        Some(name.trim_end().to_owned())
    });
    names.filter(|shown| shown.starts_with(name)).collect()
}

/// No thread of that name is left. The system's list may lag behind a join, so it is asked for up to a second.
pub(crate) fn assert_none_left(name: &str) {
    let left = left(name, Duration::from_secs(1));
    assert!(left.is_empty(), "threads that are left: {left:?}");
}

fn left(name: &str, patience: Duration) -> Vec<String> {
    let until = Instant::now() + patience;
    let mut looks_without = 0;
    loop {
        let left = shown(name);
        // The system's list may leave a thread out while another one ends in front of it: one look without it says little.
        looks_without = if left.is_empty() {
            looks_without + 1
        } else {
            0
        };
        if looks_without == 5 || (looks_without == 0 && Instant::now() > until) {
            return left;
        }
        std::thread::yield_now();
    }
}

mod tests {
    use super::left;
    use crate::support::gate::Gate;
    use crate::support::watchdog::watched;
    use std::time::Duration;

    #[test]
    #[cfg(target_os = "linux")]
    fn control_a_thread_that_is_left_is_noticed() {
        watched(|| {
            let gate = Gate::default();
            let waits = gate.clone();
            let leaked = std::thread::Builder::new()
                .name("leaked-here".to_owned())
                .spawn(move || waits.pass())
                .unwrap();
            gate.until_waiting(1);
            let seen = left("leaked", Duration::from_millis(20));
            assert_eq!(seen, ["leaked-here"]);
            gate.open();
            leaked.join().unwrap();
            super::assert_none_left("leaked");
        });
    }
}
