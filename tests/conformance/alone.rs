//! Tests that need a process of their own: what they look at is the whole process's.

use crate::support::watchdog::watched;
use std::process::{Command, Stdio};

/// Set in the process that was made for the test of that name.
const ALONE: &str = "PIPEWRIGHT_ALONE";

/// Runs the body of this test in a process in which no other test runs.
pub(crate) fn alone(test: &str, body: impl FnOnce() + Send + 'static) {
    if std::env::var(ALONE).as_deref() == Ok(test) {
        return watched(body);
    }
    in_child(test, &[]);
}

/// Runs that test in a process of its own, with these variables besides; it has to pass there.
pub(crate) fn in_child(test: &str, variables: &[(&str, &str)]) {
    let suite = std::env::current_exe().expect("this program");
    let output = Command::new(suite)
        .args([
            test,
            "--exact",
            "--nocapture",
            "--test-threads=1",
            "--include-ignored",
        ])
        .env(ALONE, test)
        // A whole test, where others have this much for a part of one.
        .env("PIPEWRIGHT_WATCHDOG_SECONDS", "50")
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .output()
        .expect("a process");
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{test} alone: {out}\n{err}");
    assert!(out.contains("running 1 test\n"), "there is no test {test}");
}

/// Whether this is the process that was made for that test.
pub(crate) fn is_alone(test: &str) -> bool {
    std::env::var(ALONE).as_deref() == Ok(test)
}
